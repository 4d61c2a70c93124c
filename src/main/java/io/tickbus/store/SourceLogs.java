package io.tickbus.store;

import io.tickbus.event.LogPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The tickerplant's logs that one partition's rows in a generation are of, oldest first. The rows of each log have a source of
 * their own in the table, so that a rebuild leaves out those of the logs that are replayed. Also keeps what the partition's
 * rows miss. Owner's thread only.
 */
final class SourceLogs {
    /** Logs that are remembered. Rows of older ones stay in the table at every rebuild. */
    static final int LOGS_MAX = 1000;

    /** One log's rows. */
    private static final class Log {
        private final int source;
        private LogPosition logPosition;
        private Completeness before; // what was missing when the log began
        private long rows;
        private final boolean replayed; // by a rebuild
        private boolean repeated; // an earlier log of this name may hold the same rows

        private Log(int source, LogPosition logPosition, Completeness before, boolean replayed) {
            this.source = source;
            this.logPosition = logPosition;
            this.before = before;
            this.replayed = replayed;
        }

        private boolean isOf(LogPosition start) {
            return logPosition.log().equals(start.log()) && !logPosition.follows();
        }
    }

    private final List<Log> logs = new ArrayList<>();
    private Completeness completeness = Completeness.WHOLE;
    private boolean reset;

    /** @param source of the rows until a log begins */
    SourceLogs(int source) {
        logs.add(new Log(source, LogPosition.NOWHERE, completeness, false));
    }

    private SourceLogs(List<Log> logs, Completeness completeness) {
        this.logs.addAll(logs);
        this.completeness = completeness;
    }

    private Log last() {
        return logs.get(logs.size() - 1);
    }

    /** The source of the next rows. */
    int source() {
        return last().source;
    }

    Completeness completeness() {
        return completeness;
    }

    /** Counts rows of the last log. */
    void appended(long rows) {
        last().rows += rows;
    }

    /** Notes that the next rows are those of a log from its start on. */
    void logBegan(LogPosition start, int source) {
        Log next = new Log(source, start, completeness, false);
        int first = firstReplayed(start);
        if (reset && logs.get(first).isOf(start)) {
            next.repeated = true;
            next.before = logs.get(first).before;
            logs.subList(first, logs.size()).forEach(log -> log.rows = 0); // they are counted as they come again
        }
        next.repeated |= last().isOf(start); // it was emptied, and its rows may come again
        reset = false;
        logs.add(next);
        if (logs.size() > LOGS_MAX) {
            logs.remove(0);
        }
    }

    /** Notes that the partition begins anew at position 0, though its rows stay. */
    void partitionReset() {
        reset = true;
    }

    /** Notes the name of the last log. An earlier one of that name may have gone on after the end of a day. */
    void logNamed(LogPosition logPosition) {
        last().repeated = logs.stream().anyMatch(log -> log.isOf(logPosition));
        last().logPosition = logPosition;
    }

    /** Notes rows that are missing; {@link LogPosition#UNKNOWN} when their number is not known. */
    void gap(long rows, Instant now) {
        completeness = completeness.withGap(rows, now);
        if (last().replayed && last().rows == 0) { // rows that the generation before had, and this one has no more
            last().before = completeness;
        }
    }

    /** Keeps gaps that a replay may not have closed. */
    void retainGaps(Completeness known) {
        completeness = completeness.orWorse(known);
    }

    /** Notes that the table has no rows any more. */
    void cleared() {
        completeness = Completeness.WHOLE;
        logs.forEach(log -> log.before = Completeness.WHOLE);
    }

    /** The sources of all rows of the partition. */
    IntPredicate sources() {
        return isAnyOf(logs);
    }

    /** The sources of the rows that a replay of a log, and of those after it, brings again. */
    IntPredicate replayedBy(LogPosition start) {
        return isAnyOf(logs.subList(firstReplayed(start), logs.size()));
    }

    /** The sources of the rows that came before the last log began. */
    IntPredicate earlier() {
        return isAnyOf(logs.subList(0, logs.size() - 1));
    }

    private static IntPredicate isAnyOf(List<Log> some) {
        int[] sources = some.stream().mapToInt(log -> log.source).toArray();
        return source -> {
            for (int one : sources) {
                if (one == source) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Rows, in the table or not any more, that the partition has appended since a log began. */
    long rowsSince(LogPosition start) {
        return logs.subList(firstReplayed(start), logs.size()).stream()
                .mapToLong(log -> log.rows)
                .sum();
    }

    /** Rows that are known to be missing since a log began. */
    long missingSince(LogPosition start) {
        return completeness.missingRows() - completenessBefore(start).missingRows();
    }

    /** Returns what is missing before a log, and so is not closed by its replay. That is all if the log is not known here. */
    private Completeness completenessBefore(LogPosition start) {
        Log first = logs.get(firstReplayed(start));
        return first.isOf(start) ? first.before : completeness;
    }

    /** The first log that is replayed: the last one that began under that name, else the last of all. */
    private int firstReplayed(LogPosition start) {
        int first = logs.size() - 1;
        for (int i = logs.size() - 1; i >= 0 && !start.log().isEmpty(); i--) {
            if (logs.get(i).isOf(start)) {
                first = i;
                if (!logs.get(i).repeated) {
                    break;
                }
            }
        }
        return first;
    }

    /** What the logs are in the next generation, in which one is replayed from its start. */
    SourceLogs successor(LogPosition start, int source) {
        Completeness before = completenessBefore(start);
        SourceLogs next = new SourceLogs(logs.subList(0, firstReplayed(start)), before);
        next.logs.add(new Log(source, start, before, true));
        return next;
    }

    /** Returns a copy of these logs for the next generation. */
    SourceLogs copy() {
        SourceLogs next = new SourceLogs(logs, completeness);
        next.reset = reset;
        return next;
    }
}
