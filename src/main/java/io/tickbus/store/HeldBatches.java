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
 * The retained batches of one partition, in order. They wait for other partitions of the table or for memory. Their
 * number is limited by the partition's rows in flight, and their size by the owner's {@link MemoryBudget}. A batch for
 * which there is no memory is discarded with all batches after it. The partition sends them again. Only the owner's
 * thread may use this class.
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

    /** Returns whether a batch was discarded because there was no memory. No further batch is retained then. */
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

    /** Fails all batches with {@link Failure#GAP}. The partition then requests its position. */
    void refuseAll(String reason) {
        while (!batches.isEmpty()) {
            Held refused = batches.remove();
            budget.release(refused.bytes);
            refused.reply.fail(Failure.GAP.because(reason));
        }
    }
}
