package io.tickbus.tickerplant;

import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.server.QConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Random;

/**
 * Sends the demo's messages to one connection. {@link DemoVerticle} creates a stream for each connection and each call
 * of {@code .demo.send}. Each message is a vector of two longs below 100, without a table's name. The stream waits
 * while the connection's queue is full. The verticle's context owns the stream.
 */
final class DemoStream {
    private static final int BELOW = 100;
    private static final int MESSAGES_PER_TURN = 500;
    /** Offset in bytes of the first number in a message, after the header, type, attribute and count. */
    private static final int VALUES_OFFSET = 14;

    private final QConnection connection;
    private final int count;
    private final Random random;
    private final Context context;
    private final byte[] message = new Message(MessageKind.ASYNC, new LongVector(QType.LONG, 0, 0)).encode();
    private final Promise<Long> ended = Promise.promise();
    private int sent;

    DemoStream(QConnection connection, int count, Random random, Context context) {
        this.connection = connection;
        this.count = count;
        this.random = random;
        this.context = context;
    }

    /**
     * Returns the number of messages sent. If the connection closes before the end, the number is lower than requested.
     */
    Future<Long> sent() {
        return ended.future();
    }

    void start() {
        context.runOnContext(now -> turn());
    }

    void end() {
        ended.tryComplete((long) sent);
    }

    private void turn() {
        if (!connection.isOpen() || sent == count) {
            end();
        } else if (connection.isWriteQueueFull()) {
            connection.onDrain(this::turn);
        } else {
            connection.write(next(Math.min(MESSAGES_PER_TURN, count - sent)));
            start();
        }
    }

    private Buffer next(int messages) {
        Buffer all = Buffer.buffer(messages * message.length);
        for (int i = 0; i < messages; i++) {
            int at = all.length();
            all.appendBytes(message);
            all.setLongLE(at + VALUES_OFFSET, random.nextInt(BELOW));
            all.setLongLE(at + VALUES_OFFSET + Long.BYTES, random.nextInt(BELOW));
        }
        sent += messages;
        return all;
    }
}
