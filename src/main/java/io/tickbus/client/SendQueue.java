package io.tickbus.client;

import io.tickbus.event.Failure;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Sends in the order in which they were accepted; any thread may add. */
final class SendQueue {
    private final int rowsMax;
    private final Queue<Sending> queue = new ArrayDeque<>();
    private @Nullable Handler<Void> drainHandler;
    private long rows;
    private boolean full; // until it is half empty
    private boolean closed;

    SendQueue(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    /** Why a send is not accepted, or null when it is. */
    synchronized @Nullable ReplyException add(Sending sending) {
        if (closed) {
            return Failure.UNAVAILABLE.because("the producer is closed");
        }
        if (isFull()) {
            return Failure.LIMIT.because(rows + " rows wait to be sent, " + rowsMax
                    + " are the most: wait for the drain" + " handler, or for futures of earlier sends");
        }
        queue.add(sending);
        rows += cost(sending);
        full = rows >= rowsMax;
        return null;
    }

    private static int cost(Sending sending) {
        return Math.max(1, sending.rows());
    }

    synchronized boolean isFull() {
        return rows >= rowsMax;
    }

    synchronized @Nullable Sending first() {
        return queue.peek();
    }

    /** Takes the first out; gives what is to be told that there is room again, if it is. */
    synchronized @Nullable Handler<Void> removeFirst() {
        rows -= cost(queue.remove());
        if (full && rows <= rowsMax / 2) {
            full = false;
            return drainHandler;
        }
        return null;
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
