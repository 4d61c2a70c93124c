package io.tickbus.client;

import io.tickbus.event.Failure;
import io.vertx.core.Handler;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Sends in the order in which they were accepted; any thread may add. */
final class SendQueue {
    private final int rowsMax;
    private final Queue<PendingSend> queue = new ArrayDeque<>();
    private @Nullable Handler<Void> drainHandler;
    private long rows;
    private boolean full; // until it is half empty
    private boolean closed;

    SendQueue(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    /** Why a send is not accepted, or null when it is. */
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

    /** Takes the first out, which there is. */
    synchronized PendingSend removeFirst() {
        PendingSend first = queue.remove();
        rows -= cost(first);
        return first;
    }

    /** Calls the drain handler if the queue was full and is half empty. */
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

    /** Accepts no more; true when none is in the queue. */
    synchronized boolean close() {
        closed = true;
        return queue.isEmpty();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
