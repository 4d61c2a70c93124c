package io.tickbus.logging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Limits how often errors of one kind are logged. The first error of a kind is logged at once. Repetitions are only
 * counted. Once a minute the last repetition is logged, with the number of repetitions as {@code repeated=}. A kind
 * without errors for a minute is forgotten. Thread-safe.
 */
public final class Repeats {
    /** Time between two log lines about errors of one kind, in ms. */
    public static final long LINE_EVERY_MS = 60_000;
    /**
     * Largest number of error kinds that are counted separately. All further kinds are counted as one kind. If there
     * are so many kinds, they probably differ only in a number in their text.
     */
    public static final int KINDS_MAX = 100;

    private static final String REPEATED = "repeated";

    private final Logger log;
    private final Timer timer;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /** Runs an action after a delay. */
    @FunctionalInterface
    interface Timer {
        /**
         * Schedules an action.
         *
         * @param delayMs delay in ms
         * @return an action that cancels the timer; a cancelled timer keeps no reference to the scheduled action
         */
        Runnable after(long delayMs, Runnable action);
    }

    /** The last error of a kind, and the number of errors since the last log line about the kind. */
    private static final class Kind {
        private Line last;
        private long unlogged;
        private Runnable cancel = () -> {};

        private Kind(Line first) {
            last = first;
        }
    }

    private record Line(Level level, String message, UnaryOperator<LoggingEventBuilder> pairs) {
        void write(Logger log, long repeated) {
            LoggingEventBuilder line = pairs.apply(log.atLevel(level));
            (repeated == 0 ? line : line.addKeyValue(REPEATED, repeated)).log(message);
        }
    }

    /** @param log the logger that writes the lines */
    public Repeats(Logger log) {
        this(log, Repeats::later);
    }

    /**
     * Schedules an action on the common thread pool. The returned action cancels the scheduled action and completes its
     * delay. Without the completion, Java before version 21 would keep the delay in a queue until its end.
     */
    private static Runnable later(long delayMs, Runnable action) {
        CompletableFuture<Void> delay =
                new CompletableFuture<Void>().completeOnTimeout(null, delayMs, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> run = delay.thenRunAsync(action);
        return () -> {
            run.cancel(false);
            delay.complete(null);
        };
    }

    Repeats(Logger log, Timer timer) {
        this.log = log;
        this.timer = timer;
    }

    /**
     * Logs an error, or counts it if an error of its kind was logged in the last minute.
     *
     * @param kind a text that is equal for all errors of one kind
     * @param message the log message, which is equal for all errors of the kind
     * @param pairs adds the key-value pairs of this error; it may run up to a minute later, on another thread
     */
    public synchronized void note(Level level, String kind, String message, UnaryOperator<LoggingEventBuilder> pairs) {
        Line line = new Line(level, message, pairs);
        String key = kinds.containsKey(kind) || kinds.size() < KINDS_MAX ? kind : "";
        Kind known = kinds.get(key);
        if (known != null) {
            known.last = line;
            known.unlogged++;
            return;
        }
        Kind first = new Kind(line);
        kinds.put(key, first);
        line.write(log, 0);
        first.cancel = timer.after(LINE_EVERY_MS, () -> log(key, first));
    }

    /**
     * Logs the errors that are counted but not yet logged, and forgets all kinds. The next error of each kind is logged
     * at once. Call this method when the cause of the errors is gone.
     */
    public synchronized void flush() {
        List<Kind> ended = new ArrayList<>(kinds.values());
        kinds.clear();
        for (Kind kind : ended) {
            kind.cancel.run();
            if (kind.unlogged > 0) {
                kind.last.write(log, kind.unlogged);
            }
        }
    }

    private synchronized void log(String key, Kind kind) {
        if (kinds.get(key) != kind) {
            return; // A call of flush has removed the kind.
        }
        if (kind.unlogged == 0) {
            kinds.remove(key);
            return;
        }
        kind.last.write(log, kind.unlogged);
        kind.unlogged = 0;
        kind.cancel = timer.after(LINE_EVERY_MS, () -> log(key, kind));
    }
}
