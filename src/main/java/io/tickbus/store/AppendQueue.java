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
 * Append requests that wait for the journal of a table, oldest first. A request counts from {@link #add} until it is
 * answered, even while it is being written. Owner's thread only.
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

    /** Returns the number of rows of all unanswered requests. */
    long rows() {
        return rows;
    }

    /** Returns the approximate bytes of these rows in memory. */
    long bytes() {
        return bytes;
    }

    /** Removes and returns all requests, to write them. */
    List<Request> pollAll() {
        List<Request> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Puts removed requests back, before those that came later. */
    void returnAll(List<Request> requests) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            waiting.addFirst(requests.get(i));
        }
    }

    /** Stops counting a request. Call this before it is answered. */
    void answered(Request request) {
        rows -= request.rows.size();
        bytes -= request.bytes;
    }

    /** Fails removed requests with {@link Failure#UNAVAILABLE}. */
    void refuse(List<Request> requests, String reason) {
        for (Request request : requests) {
            answered(request);
            request.reply.fail(Failure.UNAVAILABLE.because(reason));
        }
    }

    /** Removes and fails all waiting requests. */
    void refuseAll(String reason) {
        refuse(pollAll(), reason);
    }
}
