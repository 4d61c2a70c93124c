package io.tickbus.store;

import io.tickbus.event.LogPlace;
import io.tickbus.q.Flip;
import io.tickbus.table.Table;
import java.time.Instant;

/** One life of a topic's table: from its making, or from a rebuild, to the next rebuild. */
final class Generation {
    private static final long NOT_YET = -1;

    private final long number;
    private Table table;
    private Completeness completeness = Completeness.WHOLE;
    private Completeness beforeLog = Completeness.WHOLE;
    private LogPlace log = LogPlace.NOWHERE;
    private long logStart = NOT_YET;
    private long followed = NOT_YET; // the offset at which it followed another generation
    private long lastClientRow = NOT_YET;
    private long clientRows;

    /** @param number 0 for the first of a topic */
    Generation(long number, Table table) {
        this.number = number;
        this.table = table;
    }

    long number() {
        return number;
    }

    Table table() {
        return table;
    }

    Completeness completeness() {
        return completeness;
    }

    /** Rows that clients had put here by themselves, and that no log has. */
    long clientRows() {
        return Math.min(clientRows, table.count());
    }

    /** Appends rows; gives the offset of the first. */
    long append(Flip rows, boolean ofClient) {
        long offset = table.append(rows);
        if (ofClient) {
            lastClientRow = table.nextOffset() - 1;
            clientRows += rows.size();
        }
        return offset;
    }

    /** Notes that the rows to come are those of a log from its start on. */
    void logBegan(LogPlace start) {
        log = start;
        logStart = table.nextOffset();
        beforeLog = completeness;
    }

    /** Notes that the rows of a log to be replayed follow here those that no log has. */
    void logFollows() {
        logBegan(log);
        followed = logStart;
    }

    /** Notes the name of the log that began. */
    void logNamed(LogPlace place) {
        log = place;
    }

    /** Whether the log that began last is this one. */
    boolean isOf(LogPlace start) {
        return log.log().equals(start.log()) && !log.follows();
    }

    /** Notes rows that are missing; {@link LogPlace#UNKNOWN} when nobody knows how many. */
    void gap(long rows, Instant now) {
        completeness = completeness.withGap(rows, now);
        if (followed == table.nextOffset()) { // of what the generation before had, and this one has no more
            beforeLog = completeness;
        }
    }

    /** Lets all rows go; offsets go on. */
    void clear() {
        table = table.emptyFrom(table.nextOffset());
        completeness = Completeness.WHOLE;
        beforeLog = Completeness.WHOLE;
        clientRows = 0;
    }

    /**
     * Rows that a log to be replayed does not have, and that can be told from those that it has: those of earlier logs, of a
     * table without a key that only this log's partition has appended to since.
     */
    long rowsBeforeLog() {
        boolean known = logStart != NOT_YET
                && lastClientRow < logStart
                && table.schema().keys() == 0;
        return known ? Math.max(0, logStart - table.firstOffset()) : 0;
    }

    /**
     * The generation that follows, before its first row comes from the log.
     *
     * @param following its number
     * @param firstOffset of its table
     * @param start of the log that is going to be replayed
     * @param carried whether it begins with {@link #rowsBeforeLog}
     */
    Generation successor(long following, long firstOffset, LogPlace start, boolean carried) {
        boolean carries = carried && rowsBeforeLog() > 0;
        Table rows = carries ? table.copyBefore(logStart, firstOffset) : table.emptyFrom(firstOffset);
        Generation next = new Generation(following, rows);
        next.completeness =
                isOf(start) ? beforeLog : completeness; // what is missing before is in no log that comes now
        if (carries) {
            next.clientRows = clientRows;
        }
        next.log = start;
        next.logFollows();
        return next;
    }
}
