package io.tickbus.store;

import io.tickbus.replication.LogPosition;
import java.time.Instant;

/**
 * Replay of a partition's log into a generation that is not read yet. Compares the rows that left the table with those
 * that came instead. A restarted rebuild keeps the numbers of its first attempt. Owner's thread only.
 */
final class Rebuild {
    private final LogPosition before;
    private final Instant since;
    private final long logRows;
    private Completeness known;
    private long missingRows;
    private long removedRows;
    private long broughtRows;
    private long broughtRowsMax; // maximum over all attempts

    /**
     * @param before the partition's log position before the rebuild
     * @param logRows number of rows that the partition had appended since the log began, including rows that have left
     *     the table
     * @param missingRows number of rows known to be missing since then
     * @param known what was missing of the partition's rows
     */
    Rebuild(LogPosition before, Instant since, long logRows, long missingRows, Completeness known) {
        this.before = before;
        this.since = since;
        this.logRows = logRows;
        this.missingRows = missingRows;
        this.known = known;
    }

    /** Returns this rebuild, restarted. */
    Rebuild restarted(Rebuild next) {
        Rebuild restarted = new Rebuild(
                before,
                since,
                Math.max(logRows, next.logRows),
                Math.max(missingRows, next.missingRows),
                known.orWorse(next.known));
        restarted.removedRows = removedRows;
        restarted.broughtRowsMax = broughtRowsMax;
        return restarted;
    }

    /** Records the number of rows that leave the table. */
    void removed(long rows) {
        removedRows = Math.max(removedRows, rows);
    }

    /** Returns the partition's log position before the first attempt. */
    LogPosition before() {
        return before;
    }

    Instant since() {
        return since;
    }

    /** Counts rows that the log has brought. */
    void appended(long rows) {
        broughtRows += rows;
        broughtRowsMax = Math.max(broughtRowsMax, broughtRows);
    }

    /** Returns the rows of the attempt that brought the most. Rows that come again are no progress. */
    long broughtRowsMax() {
        return broughtRowsMax;
    }

    /** Records that the new generation has no rows any more, and so misses none. */
    void cleared() {
        known = Completeness.WHOLE;
        missingRows = 0;
    }

    /** Returns the number of rows that left and cannot all have come back. */
    long lostRows() {
        return Math.max(0, removedRows - broughtRows);
    }

    /**
     * Returns the gaps that may still exist. None exists if the log has brought as many rows as there were plus those
     * that were missing.
     */
    Completeness remaining() {
        return broughtRows >= logRows + missingRows ? Completeness.WHOLE : known;
    }
}
