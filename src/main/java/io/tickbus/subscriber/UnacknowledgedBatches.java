package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one partition that were sent and are not acknowledged, oldest first. Their positions are consecutive.
 * {@link InFlight} owns this object and holds its lock during every call.
 */
final class UnacknowledgedBatches {
    /**
     * A batch in flight.
     *
     * @param bytes estimated memory of the batch
     * @param atNanos when the batch was sent, in ns of {@link SubscriberHost#nanoTime}
     */
    record Sent(PartitionBatch batch, long bytes, long atNanos) {
        /** Returns the number of positions that the batch uses: one for each row and each control record. */
        int positions() {
            return (int) (batch.end() - batch.position());
        }
    }

    /**
     * Batches that were removed from the queue.
     *
     * @param rows number of rows, without control records
     * @param positions number of rows and control records, which must also leave the {@link InFlightWindow}
     * @param bytes estimated memory of the batches, in bytes
     * @param moved the last removed control record that changed the partition's log position; null if there was none
     */
    record Released(
            int rows, int positions, long bytes, @Nullable ControlRecord moved) {}

    private final OpenPartition partition;
    private final Deque<Sent> queue = new ArrayDeque<>();
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
    private long position;

    UnacknowledgedBatches(OpenPartition partition) {
        this.partition = partition;
    }

    /** Starts at the owner's position. The queue must be empty. */
    void start(PartitionEpoch epoch, long ownerPosition) {
        partitionEpoch = epoch;
        position = ownerPosition;
    }

    Sent append(Flip rows, @Nullable ControlRecord controlRecord, long bytes, long nowNanos) {
        Sent sent = new Sent(batch(rows, controlRecord), bytes, nowNanos);
        queue.add(sent);
        position = sent.batch.end();
        return sent;
    }

    void append(ControlRecord controlRecord, long nowNanos) {
        append(partition.schema().empty(), controlRecord, PartitionWriter.CONTROL_RECORD_BYTES, nowNanos);
    }

    private PartitionBatch batch(Flip rows, @Nullable ControlRecord controlRecord) {
        return new PartitionBatch(
                partition.topic(), partition.partition(), partitionEpoch, position, rows, controlRecord);
    }

    /** Returns an empty batch that requests the owner's position. Its own position is the end of the last batch. */
    PartitionBatch positionRequest() {
        return batch(partition.schema().empty(), null);
    }

    /** Returns the batches to resend, with a new partition epoch. */
    List<PartitionBatch> resend(PartitionEpoch epoch) {
        partitionEpoch = epoch;
        return queue.stream().map(sent -> sent.batch.under(epoch)).toList();
    }

    /**
     * Returns whether the owner can continue at its position. This requires that the queue still has all later batches.
     */
    boolean canResumeAt(long ownerPosition) {
        long first = queue.isEmpty() ? position : queue.element().batch.position();
        return first <= ownerPosition && ownerPosition <= position;
    }

    /**
     * Gives all batches new positions. The first batch starts at the owner's position.
     *
     * @param before control records that are inserted before the first batch
     */
    void renumber(long ownerPosition, List<ControlRecord> before, long nowNanos) {
        List<Sent> all = new ArrayList<>(queue);
        queue.clear();
        position = ownerPosition;
        before.forEach(controlRecord -> append(controlRecord, nowNanos));
        all.forEach(sent -> append(sent.batch.rows(), sent.batch.controlRecord(), sent.bytes, nowNanos));
    }

    @Nullable
    Sent oldest() {
        return queue.peek();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Removes the newest batch. The next batch gets the position of the removed batch. */
    void removeLast() {
        position = queue.removeLast().batch.position();
    }

    /** Removes the batches that end at or before a position. */
    Released removeUpTo(long endPosition) {
        int rows = 0;
        int positions = 0;
        long bytes = 0;
        ControlRecord moved = null;
        while (!queue.isEmpty() && queue.element().batch.end() <= endPosition) {
            Sent sent = queue.remove();
            rows += sent.batch.rows().size();
            positions += sent.positions();
            bytes += sent.bytes;
            ControlRecord controlRecord = sent.batch.controlRecord();
            moved = controlRecord != null && controlRecord.movesLogPosition() ? controlRecord : moved;
        }
        return new Released(rows, positions, bytes, moved);
    }

    Released removeAll() {
        return removeUpTo(Long.MAX_VALUE);
    }
}
