package io.tickbus.client;

import io.tickbus.event.Failure;
import io.vertx.core.Handler;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The sends that a producer has accepted, in order. Thread-safe. */
final class SendQueue {
    private final int rowsMax;
    private final Queue<PendingSend> queue = new ArrayDeque<>();
    private @Nullable Handler<Void> drainHandler;
    private long rows;
    // True from the time the queue is full until it is half empty.
    private boolean full;
    private boolean closed;

    SendQueue(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    /** Adds a send. Returns null if the send is accepted, and otherwise the reason of the refusal. */
    synchronized @Nullable Exception add(PendingSend pendingSend) {
        if (closed) {
            return new IllegalStateException("the producer is closed");
        }
        if (isFull()) {
            return Failure.LIMIT.because(rows + " rows wait to be sent, " + rowsMax
                    + " are the most: wait for the drain" + " handler, or for futures of earlier sends");
        }
        queue.add(pendingSend);
        rows += cost(pendingSend);
        full |= rows >= rowsMax;
        return null;
    }

    private static int cost(PendingSend pendingSend) {
        return Math.max(1, pendingSend.rows());
    }

    synchronized boolean isFull() {
        return rows >= rowsMax;
    }

    synchronized @Nullable PendingSend first() {
        return queue.peek();
    }

    /** Removes and returns the first send. The queue must not be empty. */
    synchronized PendingSend removeFirst() {
        PendingSend first = queue.remove();
        rows -= cost(first);
        return first;
    }

    /** Calls the drain handler if the queue was full and is now half empty. */
    void notifyIfDrained() {
        Handler<Void> told;
        synchronized (this) {
            if (!full || rows > rowsMax / 2) {
                return;
            }
            full = false;
            told = drainHandler;
        }
        if (told != null) {
            told.handle(null);
        }
    }

    synchronized void drainHandler(@Nullable Handler<Void> handler) {
        drainHandler = handler;
    }

    /** Refuses further sends. Returns whether the queue is empty. */
    synchronized boolean close() {
        closed = true;
        return queue.isEmpty();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
