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
 * Fetch requests of consumers, which pull: {@code {offset, rowsMax, waitMs, keyNumbers}} returns the rows from an offset on,
 * or waits for the first one. With {@code keyNumbers: true} the rows of a keyed table come with {@link Rows#keyNumbers}. So a
 * slow consumer costs the owner one waiting request. Owner's thread only.
 */
final class Fetches {
    private static final int ROWS_MAX_DEFAULT = 1000;
    /**
     * Time for which the rows of a cleared day can still be fetched, in ms, for consumers that have read most of them.
     */
    static final int CLEARED_KEPT_MS = 10_000;
    /** Limit on the waiting requests of a table. */
    static final int WAITING_MAX = 10_000;

    private record Waiting(long offset, int rowsMax, boolean numbersKeys, Promise<Rows> reply, long timer) {}

    private Table table;
    private long generation;
    private final long epoch;
    private final int fetchRowsMax;
    private final int fetchWaitMsMax;
    private final Timers timers;
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private @Nullable Snapshot cleared; // ends where the table begins
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
     * Answers a request: immediately if there are rows, else when the first row comes or the wait is over.
     *
     * @throws ReplyException if the request is malformed, {@link Failure#OUT_OF_RANGE} if the table does not have the
     *     offset, {@link Failure#LIMIT} if too many requests wait
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

    /**
     * Keeps the rows of a day that was just cleared, so that consumers that are some rows behind can still read them.
     */
    void retainCleared(Snapshot left) {
        dropCleared();
        cleared = left;
        clearedBytes = left.bytes();
        clearedTimer = timers.after(CLEARED_KEPT_MS, this::dropCleared);
    }

    /** Returns the rows of a cleared day that are still kept; null if there are none. */
    @Nullable
    Snapshot clearedRows() {
        return cleared;
    }

    /** Returns the bytes of these rows. */
    long clearedBytes() {
        return clearedBytes;
    }

    /** Drops these rows: their time is over, or their memory is needed. */
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

    /** Answers the waiting requests. They all wait for the end of the table, so any row is theirs. */
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
            requireInRange(request.offset); // some of many new rows may have left already
            request.reply.complete(rows(request));
        } catch (ReplyException left) {
            request.reply.fail(left);
        }
    }

    /** Switches to another table. Requests that wait for an offset that it does not have fail. */
    void switchTo(Generation next) {
        dropCleared(); // rows of another generation, whose number a reply would not have
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
     * Answers all waiting requests with the current rows. Later requests do not wait, because the timers end with the
     * verticle.
     */
    void close() {
        closed = true;
        dropCleared();
        rowsAppended();
    }
}
