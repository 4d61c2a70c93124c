package io.tickbus.store;

import io.tickbus.event.LogPosition;
import java.time.Instant;

/**
 * A partition's replay of a log into a generation that is not read yet: what left the table for it, and what came instead. A
 * rebuild that is begun again goes on with the numbers of the first attempt.
 */
final class Rebuild {
    private final LogPosition before;
    private final Instant since;
    private final long logRows;
    private Completeness known;
    private long missingRows;
    private long removedRows;
    private long broughtRows;
    private long broughtRowsMax; // of all attempts

    /**
     * @param before where the partition stood
     * @param logRows rows that the partition had appended since the log began, in the table or not any more
     * @param missingRows rows that were known to be missing since then
     * @param known what the partition's rows missed
     */
    Rebuild(LogPosition before, Instant since, long logRows, long missingRows, Completeness known) {
        this.before = before;
        this.since = since;
        this.logRows = logRows;
        this.missingRows = missingRows;
        this.known = known;
    }

    /** This rebuild, begun again. */
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

    /** Notes rows that leave the table. */
    void removed(long rows) {
        removedRows = Math.max(removedRows, rows);
    }

    /** Where the partition stood before the first attempt. */
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

    /** Rows that the attempt which came furthest has brought: what comes again is no progress. */
    long broughtRowsMax() {
        return broughtRowsMax;
    }

    /** Notes that the new generation has no rows any more, and so misses none. */
    void cleared() {
        known = Completeness.WHOLE;
        missingRows = 0;
    }

    /** Rows that left, and that cannot all have come back. */
    long lostRows() {
        return Math.max(0, removedRows - broughtRows);
    }

    /** Gaps that may still be there: none when the log has brought as many rows as there were and as were missing. */
    Completeness remaining() {
        return broughtRows >= logRows + missingRows ? Completeness.WHOLE : known;
    }
}
