package io.tickbus.subscriber;

import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.PartitionBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches that were sent and not acknowledged, oldest first. Its lock is that of {@link InFlight}. */
final class UnacknowledgedBatches {
    /** A batch with the memory that it takes, about, and when it was sent. */
    record Sent(PartitionBatch batch, long bytes, long atNanos) {
        int places() {
            return (int) (batch.end() - batch.position());
        }
    }

    /**
     * What was let go of.
     *
     * @param rows without the marks
     * @param places that it had in the window, with the marks
     * @param bytes that it had there
     * @param moved the last mark that moved the partition, if there was one
     */
    record Released(
            int rows, int places, long bytes, @Nullable ControlRecord moved) {}

    private final Deque<Sent> queue = new ArrayDeque<>();

    void add(Sent sent) {
        queue.add(sent);
    }

    @Nullable
    Sent oldest() {
        return queue.peek();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    List<Sent> all() {
        return List.copyOf(queue);
    }

    /** Takes the last one back, as if it had never been sent. */
    Sent removeLast() {
        return queue.removeLast();
    }

    /** Lets go of what ends before a position. */
    Released removeUpTo(long position) {
        int rows = 0;
        int places = 0;
        long bytes = 0;
        ControlRecord moved = null;
        while (!queue.isEmpty() && queue.element().batch.end() <= position) {
            Sent sent = queue.remove();
            rows += sent.batch.rows().size();
            places += sent.places();
            bytes += sent.bytes;
            ControlRecord controlRecord = sent.batch.controlRecord();
            moved = controlRecord != null && controlRecord.movesLogPosition() ? controlRecord : moved;
        }
        return new Released(rows, places, bytes, moved);
    }

    /** Empties the queue for a while; what was in it keeps its share of the window. */
    List<Sent> removeAll() {
        List<Sent> all = all();
        queue.clear();
        return all;
    }
}
