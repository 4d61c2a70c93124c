package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
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
 * Answers the fetch requests of consumers: {@code {offset, rowsMax, waitMs, keyNumbers}}. The reply has the rows that
 * start at an offset. If the table has no row at the offset yet, the request waits for this row. With {@code
 * keyNumbers: true}, the reply of a keyed table has {@link Rows#keyNumbers}. Only the owner's thread uses this class.
 */
final class Fetches {
    private static final int ROWS_MAX_DEFAULT = 1000;
    /** The time, in ms, in which slow consumers can still fetch the rows of a cleared day. */
    static final int CLEARED_KEPT_MS = 10_000;
    /** Limit on the number of waiting requests of a table. */
    static final int WAITING_MAX = 10_000;

    private record Waiting(long offset, int rowsMax, boolean numbersKeys, Promise<Rows> reply, long timer) {}

    private Table table;
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
    Future<Rows> fetch(JsonObject request) {
        long offset = RequestFields.whole(request, "offset", 0, 0, Long.MAX_VALUE);
        int rowsMax = (int)
                RequestFields.whole(request, "rowsMax", Math.min(ROWS_MAX_DEFAULT, fetchRowsMax), 1, fetchRowsMax);
        long waitMs = RequestFields.whole(request, "waitMs", 0, 0, fetchWaitMsMax);
        boolean numbersKeys = RequestFields.flag(request, "keyNumbers");
        RequestFields.requireNoOther(request, Set.of("offset", "rowsMax", "waitMs", "keyNumbers"));
        requireInRange(offset);
        if (offset < table.nextOffset() || waitMs == 0 || closed) {
            return Future.succeededFuture(rows(offset, rowsMax, numbersKeys));
        }
        if (waiting.size() == WAITING_MAX) {
            throw Failure.LIMIT.because(WAITING_MAX + " requests wait for rows of this table already");
        }
        Promise<Rows> reply = Promise.promise();
        long timer = timers.after(waitMs, () -> expire(reply));
        waiting.add(new Waiting(offset, rowsMax, numbersKeys, reply, timer));
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
        for (Waiting request : waiting) {
            if (request.reply == reply) {
                waiting.remove(request);
                reply.complete(rows(request));
                return;
            }
        }
    }

    private Rows rows(Waiting request) {
        return rows(request.offset, request.rowsMax, request.numbersKeys);
    }

    private Rows rows(long offset, int rowsMax, boolean numbersKeys) {
        Snapshot snapshot = cleared != null && isCleared(offset) ? cleared : table.snapshot();
        long end = snapshot.runEnd(offset, rowsMax);
        Flip rows = snapshot.run(offset, end);
        return numbersKeys && rows.size() > 0 && snapshot.schema().keys() > 0
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

    private void answer(Waiting request) {
        timers.cancel(request.timer);
        try {
            // Retention can already have removed the first appended row.
            requireInRange(request.offset);
            request.reply.complete(rows(request));
        } catch (ReplyException left) {
            request.reply.fail(left);
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
        for (Waiting request : List.copyOf(waiting)) {
            if (request.offset != table.nextOffset()) {
                waiting.remove(request);
                answer(request);
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
