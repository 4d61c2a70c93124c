package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.tickbus.store.DayEnds.DayEnd;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers the fetch requests of consumers, which {@link FetchRequest} describes. The reply has the rows that start at an
 * offset. If the table has no row at the offset yet, the request waits for this row. A slow consumer costs the owner
 * only one waiting request. Only the owner's thread uses this class.
 *
 * <p>A reply has no rows from both sides of the end of a day. A request that says which ends of days its reader knows
 * is answered with the next end before it is answered with rows.
 */
final class Fetches {
    /** The time, in ms, in which slow consumers can still fetch the rows of a cleared day. */
    static final int CLEARED_KEPT_MS = 10_000;
    /** Limit on the number of waiting requests of a table. */
    static final int WAITING_MAX = 10_000;

    private record Waiting(FetchRequest request, Promise<Rows> reply, long timer) {}

    private Table table;
    private DayEnds dayEnds = new DayEnds();
    private long generation;
    private final long epoch;
    private final int fetchRowsMax;
    private final int fetchWaitMsMax;
    private final Timers timers;
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private @Nullable Snapshot cleared; // Rows of the last cleared day; they end at the table's first offset
    private long clearedBytes;
    private long clearedTimer;
    private boolean closed;

    Fetches(Table table, long epoch, int fetchRowsMax, int fetchWaitMsMax, Timers timers) {
        this.table = table;
        this.epoch = epoch;
        this.fetchRowsMax = fetchRowsMax;
        this.fetchWaitMsMax = fetchWaitMsMax;
        this.timers = timers;
    }

    /**
     * Answers a request. If the table has no row at the offset yet, answers when the first row arrives or after {@code
     * waitMs}.
     *
     * @throws ReplyException if the request is malformed; {@link Failure#OUT_OF_RANGE} if the table does not have the
     *     offset; {@link Failure#LIMIT} if too many requests wait
     */
    Future<Rows> fetch(JsonObject body) {
        FetchRequest request = FetchRequest.of(body, fetchRowsMax, fetchWaitMsMax);
        requireInRange(request.offset());
        boolean isReady = request.offset() < table.nextOffset() || request.untold(dayEnds) != null;
        if (isReady || request.waitMs() == 0 || closed) {
            return Future.succeededFuture(reply(request));
        }
        if (waiting.size() == WAITING_MAX) {
            throw Failure.LIMIT.because(WAITING_MAX + " requests wait for rows of this table already");
        }
        Promise<Rows> reply = Promise.promise();
        long timer = timers.after(request.waitMs(), () -> expire(reply));
        waiting.add(new Waiting(request, reply, timer));
        return reply.future();
    }

    private void requireInRange(long offset) {
        if (isCleared(offset)) {
            return;
        }
        if (offset < table.firstOffset() || offset > table.nextOffset()) {
            throw Failure.OUT_OF_RANGE.because("offset " + offset + " is not here; the first is " + table.firstOffset()
                    + ", the next " + table.nextOffset());
        }
    }

    private boolean isCleared(long offset) {
        return cleared != null && offset >= cleared.firstOffset() && offset < cleared.nextOffset();
    }

    /** Keeps the rows of a cleared day for slow consumers, for {@link #CLEARED_KEPT_MS} ms. */
    void retainCleared(Snapshot left) {
        dropCleared();
        cleared = left;
        clearedBytes = left.bytes();
        clearedTimer = timers.after(CLEARED_KEPT_MS, this::dropCleared);
    }

    @Nullable
    Snapshot clearedRows() {
        return cleared;
    }

    long clearedBytes() {
        return clearedBytes;
    }

    void dropCleared() {
        if (cleared != null) {
            timers.cancel(clearedTimer);
            cleared = null;
            clearedBytes = 0;
        }
    }

    private void expire(Promise<Rows> reply) {
        for (Waiting each : waiting) {
            if (each.reply == reply) {
                waiting.remove(each);
                reply.complete(reply(each.request));
                return;
            }
        }
    }

    /** Returns the next end of a day that the reader does not know yet. If there is none, returns rows. */
    private Rows reply(FetchRequest request) {
        DayEnd end = request.untold(dayEnds);
        if (end == null) {
            return rows(request).withDayEnds(dayEnds.numberAt(request.offset()));
        }
        Flip none = table.schema().empty();
        return Rows.endOfDay(end.offset(), request.offset(), none, generation, epoch, end.number(), end.date());
    }

    private Rows rows(FetchRequest request) {
        long offset = request.offset();
        Snapshot snapshot = cleared != null && isCleared(offset) ? cleared : table.snapshot();
        long end = Math.min(snapshot.runEnd(offset, request.rowsMax()), dayEnds.boundaryAfter(offset));
        Flip rows = snapshot.run(offset, end);
        return request.numbersKeys() && rows.size() > 0 && snapshot.schema().keys() > 0
                ? new Rows(offset, end, rows, generation, epoch, snapshot.keyNumbers(offset, end))
                : new Rows(offset, end, rows, generation, epoch);
    }

    /** Answers all waiting requests, because all of them wait for the next row of the table. */
    void rowsAppended() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> ready = new ArrayList<>(waiting);
        waiting.clear();
        ready.forEach(this::answer);
    }

    private void answer(Waiting each) {
        timers.cancel(each.timer);
        try {
            // Retention can already have removed the first appended row.
            requireInRange(each.request.offset());
            each.reply.complete(reply(each.request));
        } catch (ReplyException left) {
            each.reply.fail(left);
        }
    }

    /** Answers the waiting requests that do not know the last end of a day. */
    void dayEnded() {
        for (Waiting each : List.copyOf(waiting)) {
            if (each.request.untold(dayEnds) != null) {
                waiting.remove(each);
                answer(each);
            }
        }
    }

    /**
     * Switches to the table of another generation. Answers all waiting requests, except requests that wait for the
     * first new row of the new table.
     */
    void switchTo(Generation next) {
        dropCleared(); // The kept rows belong to the old generation.
        table = next.table();
        generation = next.number();
        dayEnds = next.dayEnds();
        for (Waiting each : List.copyOf(waiting)) {
            if (each.request.offset() != table.nextOffset()) {
                waiting.remove(each);
                answer(each);
            }
        }
    }

    /**
     * Answers all waiting requests with the current rows. Later requests do not wait, because the verticle's timers
     * have ended.
     */
    void close() {
        closed = true;
        dropCleared();
        rowsAppended();
    }
}
