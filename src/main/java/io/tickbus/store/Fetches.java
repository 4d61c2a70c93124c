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
 * Consumers pull: {@code {offset, rowsMax, waitMs, keyNumbers}} gives the rows from an offset on, or waits for the first one to
 * come. With {@code keyNumbers: true} the rows of a keyed table come with {@link Rows#keyNumbers}. What a slow consumer costs the owner is one waiting request.
 */
final class Fetches {
    private static final int ROWS_MAX_DEFAULT = 1000;
    /** For how long the rows of a day that was cleared can still be fetched by who has read most of them. */
    static final int CLEARED_KEPT_MS = 10_000;
    /** Requests of a table that may wait at once. */
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

    /** Answers at once when there are rows, else when the first comes or the wait is over. */
    Future<Rows> fetch(JsonObject request) {
        long offset = RequestFields.whole(request, "offset", 0, 0, Long.MAX_VALUE);
        int rowsMax = (int)
                RequestFields.whole(request, "rowsMax", Math.min(ROWS_MAX_DEFAULT, fetchRowsMax), 1, fetchRowsMax);
        long waitMs = RequestFields.whole(request, "waitMs", 0, 0, fetchWaitMsMax);
        boolean numbersKeys = RequestFields.flag(request, "keyNumbers");
        RequestFields.requireNoOther(request, Set.of("offset", "rowsMax", "waitMs", "keyNumbers"));
        requireHere(offset);
        if (offset < table.nextOffset() || waitMs == 0 || closed) {
            return Future.succeededFuture(rows(offset, rowsMax, numbersKeys));
        }
        if (waiting.size() == WAITING_MAX) {
            throw Failure.LIMIT.because(WAITING_MAX + " requests wait for rows of this table already");
        }
        Promise<Rows> reply = Promise.promise();
        long timer = timers.after(waitMs, () -> waitIsOver(reply));
        waiting.add(new Waiting(offset, rowsMax, numbersKeys, reply, timer));
        return reply.future();
    }

    private void requireHere(long offset) {
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

    /** Rows that have just left the table with their day: a consumer that is some rows behind is not to lose them. */
    void retain(Snapshot left) {
        dropKept();
        cleared = left;
        clearedBytes = left.bytes();
        clearedTimer = timers.after(CLEARED_KEPT_MS, this::dropKept);
    }

    /** The rows that are kept for a while; null when there are none. */
    @Nullable
    Snapshot kept() {
        return cleared;
    }

    /** Bytes of the rows that are kept for a while. */
    long keptBytes() {
        return clearedBytes;
    }

    /** Drops the rows that are kept for a while: it is over, or their memory is needed. */
    void dropKept() {
        if (cleared != null) {
            timers.cancel(clearedTimer);
            cleared = null;
            clearedBytes = 0;
        }
    }

    private void waitIsOver(Promise<Rows> reply) {
        for (Waiting one : waiting) {
            if (one.reply == reply) {
                waiting.remove(one);
                reply.complete(rows(one));
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

    /** Answers those who waited; they wait for the end of the table, so any row is theirs. */
    void rowsCame() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> ready = new ArrayList<>(waiting);
        waiting.clear();
        ready.forEach(this::answer);
    }

    private void answer(Waiting one) {
        timers.cancel(one.timer);
        try {
            requireHere(one.offset); // many rows at once may have left before they were read
            one.reply.complete(rows(one));
        } catch (ReplyException left) {
            one.reply.fail(left);
        }
    }

    /** Goes on with another table; those who wait for an offset that it does not have are told so. */
    void turnTo(Generation next) {
        dropKept(); // of another generation, whose number its rows would not have
        table = next.table();
        generation = next.number();
        for (Waiting one : List.copyOf(waiting)) {
            if (one.offset != table.nextOffset()) {
                waiting.remove(one);
                answer(one);
            }
        }
    }

    /** Answers all who wait, with what there is; from now on nobody waits, since the timers end with the verticle. */
    void close() {
        closed = true;
        dropKept();
        rowsCame();
    }
}
