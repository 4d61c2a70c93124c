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
 * Append requests that wait for the journal of a table, oldest first. A request counts from {@link #add} until it is answered, also
 * while it is being written. Owner's thread only.
 */
final class AppendQueue {
    /** Rows of one table, and what they take in memory. */
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

    /** Returns the rows of all requests that are not answered. */
    long rows() {
        return rows;
    }

    /** Returns the bytes of these rows in memory, about. */
    long bytes() {
        return bytes;
    }

    /** Takes all requests out, to write them. */
    List<Request> pollAll() {
        List<Request> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Puts requests that were taken out in front of those that came since. */
    void returnAll(List<Request> requests) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            waiting.addFirst(requests.get(i));
        }
    }

    /** Counts a request no more, which is about to be answered. */
    void answered(Request request) {
        rows -= request.rows.size();
        bytes -= request.bytes;
    }

    /** Refuses requests that were taken out. */
    void refuse(List<Request> requests, String reason) {
        for (Request request : requests) {
            answered(request);
            request.reply.fail(Failure.UNAVAILABLE.because(reason));
        }
    }

    /** Refuses all requests that wait. */
    void refuseAll(String reason) {
        refuse(pollAll(), reason);
    }
}
