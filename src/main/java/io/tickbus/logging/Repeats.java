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
 * Logs errors that come again and again: the first of a kind at once, and what repeats once a minute, as the last one that came
 * with {@code repeated=} how many there were since the line before. So nothing is left uncounted and no flood of errors becomes
 * a flood of lines. A kind that was quiet for a minute is forgotten: its next one is a first one again. For any thread.
 */
public final class Repeats {
    /** A kind is told no more often. */
    public static final long TOLD_EVERY_MS = 60_000;
    /** Kinds that are told apart at a time; more of them would be one kind with ever new numbers in its name. */
    public static final int KINDS_MAX = 100;

    private static final String REPEATED = "repeated";

    private final Logger log;
    private final Timer timer;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /** Runs something later. */
    @FunctionalInterface
    interface Timer {
        /** Returns what cancels the action; a timer that was cancelled holds the action no longer. */
        Runnable after(long delayMs, Runnable action);
    }

    /** The last of a kind, and how many were not told. */
    private static final class Kind {
        private Line last;
        private long untold;
        private Runnable cancel = () -> {};

        private Kind(Line first) {
            last = first;
        }
    }

    private record Line(Level level, String message, UnaryOperator<LoggingEventBuilder> pairs) {
        void tell(Logger log, long repeated) {
            LoggingEventBuilder line = pairs.apply(log.atLevel(level));
            (repeated == 0 ? line : line.addKeyValue(REPEATED, repeated)).log(message);
        }
    }

    /** @param log whose errors they are */
    public Repeats(Logger log) {
        this(log, Repeats::later);
    }

    /** Completes the delay early to cancel: before Java 21 its task is not removed when it is cancelled. */
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
     * Logs, or counts if one of this kind was logged in the last minute.
     *
     * @param kind what makes it the same error as before
     * @param message the same for all of the kind
     * @param pairs adds what is known of this one
     */
    public synchronized void note(Level level, String kind, String message, UnaryOperator<LoggingEventBuilder> pairs) {
        Line line = new Line(level, message, pairs);
        String key = kinds.containsKey(kind) || kinds.size() < KINDS_MAX ? kind : "";
        Kind known = kinds.get(key);
        if (known != null) {
            known.last = line;
            known.untold++;
            return;
        }
        Kind first = new Kind(line);
        kinds.put(key, first);
        line.tell(log, 0);
        first.cancel = timer.after(TOLD_EVERY_MS, () -> log(key, first));
    }

    /** What was there is over: tells what was counted and not told, and the next of each kind is a first one. */
    public synchronized void flush() {
        List<Kind> ended = new ArrayList<>(kinds.values());
        kinds.clear();
        for (Kind kind : ended) {
            kind.cancel.run();
            if (kind.untold > 0) {
                kind.last.tell(log, kind.untold);
            }
        }
    }

    private synchronized void log(String key, Kind kind) {
        if (kinds.get(key) != kind) {
            return; // over meanwhile
        }
        if (kind.untold == 0) {
            kinds.remove(key);
            return;
        }
        kind.last.tell(log, kind.untold);
        kind.untold = 0;
        kind.cancel = timer.after(TOLD_EVERY_MS, () -> log(key, kind));
    }
}
