package io.tickbus.store;

import io.tickbus.replication.LogPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The tickerplant logs that contain the rows of one partition in a {@link Generation}, oldest first. The rows of each
 * log have their own source number in the table. A rebuild can therefore leave out the rows of the replayed logs. Also
 * contains the known gaps of the partition. Only the owner's thread uses this class.
 */
final class SourceLogs {
    /** Limit on the number of logs. A rebuild never removes rows of older logs. */
    static final int LOGS_MAX = 1000;

    /** One log and the rows that came from it. */
    private static final class Log {
        private final int source;
        private LogPosition logPosition;
        private Completeness before; // The known gaps when the log began
        private long rows;
        private final boolean replayed; // True if a rebuild replays the log
        private boolean repeated; // True if an earlier log with this name can have rows of this log

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

    /** @param source the source number of the rows before the first log */
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

    int source() {
        return last().source;
    }

    Completeness completeness() {
        return completeness;
    }

    /** Counts appended rows of the last log. */
    void appended(long rows) {
        last().rows += rows;
    }

    /** Records that the next rows are the first rows of a log. */
    void logBegan(LogPosition start, int source) {
        Log next = new Log(source, start, completeness, false);
        int first = firstReplayed(start);
        if (reset && logs.get(first).isOf(start)) {
            next.repeated = true;
            next.before = logs.get(first).before;
            logs.subList(first, logs.size()).forEach(log -> log.rows = 0); // These rows count when they come again.
        }
        next.repeated |= last().isOf(start); // The log was emptied, and its rows can come again.
        reset = false;
        logs.add(next);
        if (logs.size() > LOGS_MAX) {
            logs.remove(0);
        }
    }

    /** Records that the partition restarts at position 0. Its rows remain in the table. */
    void partitionReset() {
        reset = true;
    }

    /**
     * Records the name of the last log. An earlier log with this name can be the same log, which then continued after
     * the end of a day.
     */
    void logNamed(LogPosition logPosition) {
        last().repeated = logs.stream().anyMatch(log -> log.isOf(logPosition));
        last().logPosition = logPosition;
    }

    /**
     * Records missing rows.
     *
     * @param rows the number of rows, or {@link LogPosition#UNKNOWN}
     */
    void gap(long rows, Instant now) {
        completeness = completeness.withGap(rows, now);
        if (last().replayed && last().rows == 0) { // The log lacks these rows, so no replay closes the gap.
            last().before = completeness;
        }
    }

    /** Adds gaps that a replay may not have closed. */
    void retainGaps(Completeness known) {
        completeness = completeness.orWorse(known);
    }

    void cleared() {
        completeness = Completeness.WHOLE;
        logs.forEach(log -> log.before = Completeness.WHOLE);
    }

    /** Returns a test for the source numbers of the partition. */
    IntPredicate sources() {
        return isAnyOf(logs);
    }

    /**
     * Returns a test for the source numbers of the rows that a replay brings again. The replay reads the given log and
     * all later logs.
     */
    IntPredicate replayedBy(LogPosition start) {
        return isAnyOf(logs.subList(firstReplayed(start), logs.size()));
    }

    /** Returns a test for the source numbers of the rows before the last log. */
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

    /**
     * Returns the number of rows that the partition has appended since a log began. Rows that have left the table count
     * too.
     */
    long rowsSince(LogPosition start) {
        return logs.subList(firstReplayed(start), logs.size()).stream()
                .mapToLong(log -> log.rows)
                .sum();
    }

    /** Returns the known number of missing rows since a log began. */
    long missingSince(LogPosition start) {
        return completeness.missingRows() - completenessBefore(start).missingRows();
    }

    /**
     * Returns the gaps that are older than a log. A replay of the log does not close these gaps. For an unknown log,
     * returns all gaps.
     */
    private Completeness completenessBefore(LogPosition start) {
        Log first = logs.get(firstReplayed(start));
        return first.isOf(start) ? first.before : completeness;
    }

    /**
     * Returns the index of the first log that a replay reads. This is the last log with the given name. If its rows can
     * also be in an earlier log of this name, returns the earlier log. If no log has this name, returns the last log.
     */
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

    /** Returns the logs of the next generation. In that generation, the given log is replayed from its start. */
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
