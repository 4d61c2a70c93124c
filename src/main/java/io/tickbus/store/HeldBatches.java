package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.HeapSize;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one partition has sent, in order, while it waits for the others of its table or for room; its own window bounds it, and the
 * owner's {@link MemoryBudget}. What has no room there is dropped, with all that follows: the partition sends it again.
 */
final class HeldBatches {
    private record Held(Batch batch, long bytes, Promise<AppendReply> reply) {}

    private final Deque<Held> batches = new ArrayDeque<>();
    private final MemoryBudget budget;
    private long endPosition;
    private boolean truncated;

    /** @param next the partition's next position */
    HeldBatches(long next, MemoryBudget budget) {
        this.endPosition = next;
        this.budget = budget;
    }

    /** The position behind all that is held. */
    long endPosition() {
        return endPosition;
    }

    /** Whether a batch had no room; nothing more is held then. */
    boolean isTruncated() {
        return truncated;
    }

    /** Holds a batch that begins no later than {@link #endPosition}; the reply comes when it is applied. Null when it has no room. */
    @Nullable
    Future<AppendReply> tryRetain(Batch batch) {
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

    /** The oldest, which is there. */
    Batch first() {
        return batches.element().batch;
    }

    /** Applies the oldest. */
    void applyFirst(Function<Batch, Future<AppendReply>> application) {
        Held first = batches.remove();
        budget.release(first.bytes);
        application.apply(first.batch).onComplete(first.reply);
    }

    /** Refuses all: the partition has to ask where it stands. */
    void refuseAll(String reason) {
        while (!batches.isEmpty()) {
            Held refused = batches.remove();
            budget.release(refused.bytes);
            refused.reply.fail(Failure.GAP.because(reason));
        }
    }
}
