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
 * The retained batches of one partition, oldest first. {@link EndOfDayBarrier} retains batches that must wait for other
 * partitions or for memory. The subscriber's limit on rows in flight also limits the retained rows. A {@link
 * MemoryBudget} limits their memory. If there is no memory for a batch, this batch and all later batches are discarded.
 * The subscriber sends discarded batches again. Only the owner's thread uses this class.
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

    /** Returns whether a batch was discarded because there was no memory. All later batches are discarded too. */
    boolean isTruncated() {
        return truncated;
    }

    /**
     * Retains a batch.
     *
     * @param batch a batch that begins at or before {@link #endPosition}
     * @return completes when the batch is applied; null if there is no memory for the batch
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

    /** Returns the oldest batch. At least one batch must be retained. */
    PartitionBatch first() {
        return batches.element().batch;
    }

    /** Removes and applies the oldest batch. At least one batch must be retained. */
    void applyFirst(Function<PartitionBatch, Future<AppendReply>> application) {
        Held first = batches.remove();
        budget.release(first.bytes);
        application.apply(first.batch).onComplete(first.reply);
    }

    /**
     * Fails all batches with {@link Failure#GAP}. After this failure, the subscriber requests the partition's position.
     */
    void refuseAll(String reason) {
        while (!batches.isEmpty()) {
            Held refused = batches.remove();
            budget.release(refused.bytes);
            refused.reply.fail(Failure.GAP.because(reason));
        }
    }
}
