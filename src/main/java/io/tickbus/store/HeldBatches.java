package io.tickbus.store;

import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** What one partition has sent, in order, while it waits for the others of its table; its own window bounds it. */
final class HeldBatches {
    private record Held(Batch batch, Promise<Appended> reply) {}

    private final Deque<Held> batches = new ArrayDeque<>();
    private long end;

    /** @param next the partition's next position */
    HeldBatches(long next) {
        this.end = next;
    }

    /** The position behind all that is held. */
    long end() {
        return end;
    }

    /** Holds a batch that begins no later than {@link #end}; the reply comes when it is applied. */
    Future<Appended> hold(Batch batch) {
        Held held = new Held(batch, Promise.promise());
        batches.add(held);
        end = Math.max(end, batch.end());
        return held.reply.future();
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Applies the oldest. */
    void applyFirst(Function<Batch, Future<Appended>> application) {
        Held first = batches.remove();
        application.apply(first.batch).onComplete(first.reply);
    }

    /** Refuses all: the partition has to ask where it stands. */
    void refuseAll(String reason) {
        while (!batches.isEmpty()) {
            batches.remove().reply.fail(Failure.GAP.because(reason));
        }
    }
}
