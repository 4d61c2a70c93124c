package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.q.HeapSize;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Append requests that wait for a table's {@link Journal}, oldest first. {@link #rows} and {@link #bytes} count a
 * request until it is answered, even while the journal writes it. Only the owner's thread uses the queue.
 */
final class AppendQueue {
    /**
     * Rows of one request.
     *
     * @param bytes approximate size of the rows in memory
     */
    record Request(Flip rows, long bytes, Promise<AppendReply> reply) {}

    private final Deque<Request> waiting = new ArrayDeque<>();
    private long rows;
    private long bytes;

    Future<AppendReply> add(Flip added) {
        Request request = new Request(added, HeapSize.of(added), Promise.promise());
        waiting.add(request);
        rows += added.size();
        bytes += request.bytes;
        return request.reply.future();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long rows() {
        return rows;
    }

    /** Returns the approximate memory size of the rows in all unanswered requests, in bytes. */
    long bytes() {
        return bytes;
    }

    List<Request> pollAll() {
        List<Request> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Puts removed requests back at the front of the queue. */
    void returnAll(List<Request> requests) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            waiting.addFirst(requests.get(i));
        }
    }

    /** Stops counting a request. Call this before the request is answered. */
    void answered(Request request) {
        rows -= request.rows.size();
        bytes -= request.bytes;
    }

    /** Fails requests with {@link Failure#UNAVAILABLE}. The requests must not be in the queue. */
    void refuse(List<Request> requests, String reason) {
        for (Request request : requests) {
            answered(request);
            request.reply.fail(Failure.UNAVAILABLE.because(reason));
        }
    }

    /** Removes all waiting requests, and fails them. */
    void refuseAll(String reason) {
        refuse(pollAll(), reason);
    }
}
