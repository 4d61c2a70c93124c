package io.tickbus.store;

import io.tickbus.table.Snapshot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Writes the rows of each ended day to a file. Keeps the rows in memory until the file is complete. Only the owner's
 * thread uses this class.
 */
final class Archive {
    /** The delay between two attempts to write a day, in ms. */
    static final int RETRY_MS = 10_000;
    /** Time limit, in ms, for a stopping owner to write its ended days. */
    static final int STOP_MS_MAX = 10_000;

    private static final long WRITING = -1;
    private static final String KIND = "archive";

    /**
     * The rows of one table and one day.
     *
     * @param journal the day's journal; it is deleted when the day's file is complete
     */
    record Day(String table, LocalDate date, Snapshot rows, Future<EndedJournal> journal, TableEvents events) {
        JsonObject details() {
            return new JsonObject().put("date", date.toString()).put("rows", rows.count());
        }
    }

    private final @Nullable Path dir;
    private final StoreHost host;
    // The days that are not in a file yet. The value is the timer of the next attempt, or WRITING.
    private final Map<Day, Long> unwritten = new LinkedHashMap<>();
    private long unwrittenBytes;
    private @Nullable Promise<Void> stopped;

    /** @param dir the directory of the files; null if no table is archived */
    Archive(@Nullable Path dir, StoreHost host) {
        this.dir = dir;
        this.host = host;
    }

    /** Writes a day to a new file. Failed attempts are repeated. */
    void write(Day day) {
        if (day.rows.count() > 0) {
            unwrittenBytes += day.rows.bytes();
            attempt(day);
        }
    }

    /** Returns how many rows of a table's ended days are not in a file yet. */
    long unwrittenRows(String table) {
        return unwritten.keySet().stream()
                .filter(day -> day.table.equals(table))
                .mapToLong(day -> day.rows.count())
                .sum();
    }

    /** Returns the size of all rows that are not in a file yet, in bytes. */
    long bytes() {
        return unwrittenBytes;
    }

    /** Returns whether the given rows wait to be written to a file. */
    boolean isWaiting(@Nullable Snapshot rows) {
        return rows != null && unwritten.keySet().stream().anyMatch(day -> day.rows == rows);
    }

    private void attempt(Day day) {
        Path target = Objects.requireNonNull(dir, "store.archiveDir");
        unwritten.put(day, WRITING);
        day.journal
                .compose(journal ->
                        host.onWorkerThread(() -> DayFile.write(target, day.table, day.date, day.rows, journal)))
                .onSuccess(file -> written(day, file))
                .onFailure(reason -> failed(day, reason));
    }

    private void written(Day day, Path file) {
        unwritten.remove(day);
        unwrittenBytes -= day.rows.bytes();
        day.events.publish(Level.INFO, "archived", "", day.details().put("file", file.toString()));
        if (unwrittenRows(day.table) == 0) {
            day.events.outage(KIND, "");
        }
        stopIfIdle();
    }

    private void failed(Day day, Throwable reason) {
        if (stopped == null) {
            unwritten.put(day, host.after(RETRY_MS, () -> attempt(day)));
        } else {
            unwritten.put(day, 0L);
        }
        day.events.publish(Level.ERROR, "archiveFailed", "", day.details().put("reason", reason.getMessage()));
        day.events.outage(KIND, stopped == null ? String.valueOf(reason.getMessage()) : "");
        stopIfIdle();
    }

    /**
     * Tries to write each day once more. The future completes when all attempts are done, or after
     * {@link #STOP_MS_MAX}.
     */
    Future<Void> close() {
        Promise<Void> promise = Promise.promise();
        stopped = promise;
        long limit = host.after(STOP_MS_MAX, promise::tryComplete);
        for (Day day : List.copyOf(unwritten.keySet())) {
            long timer = Objects.requireNonNull(unwritten.get(day));
            if (timer != WRITING) {
                host.cancel(timer);
                attempt(day);
            }
        }
        stopIfIdle();
        return promise.future().onComplete(over -> {
            host.cancel(limit);
            unwritten.keySet().forEach(this::lost);
        });
    }

    private void lost(Day day) {
        day.events.outage(KIND, "");
        day.events.publish(
                Level.ERROR,
                "archiveFailed",
                "",
                day.details().put("reason", "the owner has stopped: these rows are lost"));
    }

    private void stopIfIdle() {
        if (stopped != null && !unwritten.containsValue(WRITING)) {
            stopped.tryComplete();
        }
    }
}
