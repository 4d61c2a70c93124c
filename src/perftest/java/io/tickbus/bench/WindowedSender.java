package io.tickbus.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends Buffers over the plain bus with the window of a subscriber. As in a subscriber, an empty request after the
 * others gets the acknowledgement. There is one such request at a time, when the window is half full and after some
 * ms.
 */
final class WindowedSender {
    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Buffer QUESTION = Buffer.buffer();

    private final Vertx vertx;
    private final int messageBytes;
    private final int rowsPerMessage;
    private final long messagesMax;
    private final long bytesBefore;
    private final Thread sending;
    private long messages;
    private long askedNanos = System.nanoTime();
    private volatile long acknowledged;
    private volatile boolean asking;

    /** Creates a sender for the current thread. */
    WindowedSender(Vertx vertx, int messageBytes, int rowsPerMessage, int rowsMax) {
        this.vertx = vertx;
        this.messageBytes = messageBytes;
        this.rowsPerMessage = rowsPerMessage;
        this.messagesMax = rowsMax / rowsPerMessage;
        this.sending = Thread.currentThread();
        this.bytesBefore = vertx.eventBus()
                .<Long>request(OwnerProgram.BYTES, QUESTION)
                .map(Message::body)
                .await();
    }

    /** Sends a message, and waits for room in the window. */
    void send(Buffer message) throws IOException {
        while (messages - acknowledged >= messagesMax) {
            ask();
            park();
        }
        vertx.eventBus().send(OwnerProgram.BYTES, message);
        messages++;
        if (messages - acknowledged > messagesMax / 2 || System.nanoTime() - askedNanos > ASK_NANOS) {
            ask();
        }
    }

    /** Waits until all messages have arrived. Returns the number of rows. */
    long finish() throws IOException {
        while (acknowledged < messages) {
            ask();
            park();
        }
        return messages * rowsPerMessage;
    }

    private void park() throws IOException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        if (System.nanoTime() - askedNanos > TimeUnit.MINUTES.toNanos(1)) {
            throw new IOException(acknowledged + " of " + messages + " messages acknowledged after a minute");
        }
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        askedNanos = System.nanoTime();
        vertx.eventBus()
                .<Long>request(OwnerProgram.BYTES, QUESTION)
                .onSuccess(reply -> {
                    acknowledged = (reply.body() - bytesBefore) / messageBytes;
                    asking = false;
                    LockSupport.unpark(sending);
                })
                .onFailure(lost -> asking = false);
    }
}
