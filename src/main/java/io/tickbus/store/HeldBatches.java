package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.HeapSize;
import io.tickbus.replication.PartitionBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Batches that one partition has sent and that wait, in order: for the other partitions of the table, or for room. The
 * partition's own limit on rows in flight bounds them, and so does the owner's {@link MemoryBudget}. A batch without
 * room there is discarded with all that follow; the partition sends them again. Owner's thread only.
 */
final class HeldBatches {
    private record Held(PartitionBatch batch, long bytes, Promise<AppendReply> reply) {}

    private final Deque<Held> batches = new ArrayDeque<>();
    private final MemoryBudget budget;
    private long endPosition;
    private boolean truncated;

    /** @param next the partition's next position */
    HeldBatches(long next, MemoryBudget budget) {
        this.endPosition = next;
        this.budget = budget;
    }

    /** Returns the position after the last retained batch. */
    long endPosition() {
        return endPosition;
    }

    /** Returns whether a batch had no room. No further batch is retained then. */
    boolean isTruncated() {
        return truncated;
    }

    /**
     * Retains a batch.
     *
     * @param batch begins at {@link #endPosition} or earlier
     * @return the reply, which completes when the batch is applied; null if the batch has no room
     */
    @Nullable
    Future<AppendReply> tryRetain(PartitionBatch batch) {
        Held held = new Held(batch, HeapSize.of(batch.rows()), Promise.promise());
        if (!budget.tryHold(held.bytes)) {
            truncated = true;
            return null;
        }
        batches.add(held);
        endPosition = Math.max(endPosition, batch.end());
        return held.reply.future();
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Returns the oldest batch. There must be one. */
    PartitionBatch first() {
        return batches.element().batch;
    }

    /** Removes and applies the oldest batch. There must be one. */
    void applyFirst(Function<PartitionBatch, Future<AppendReply>> application) {
        Held first = batches.remove();
        budget.release(first.bytes);
        application.apply(first.batch).onComplete(first.reply);
    }

    /** Fails all batches with {@link Failure#GAP}, so that the partition asks for its position. */
    void refuseAll(String reason) {
        while (!batches.isEmpty()) {
            Held refused = batches.remove();
            budget.release(refused.bytes);
            refused.reply.fail(Failure.GAP.because(reason));
        }
    }
}
