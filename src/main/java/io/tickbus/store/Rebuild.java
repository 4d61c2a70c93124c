package io.tickbus.store;

import io.tickbus.replication.LogPosition;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A running rebuild by one partition. The partition's log is replayed into a new generation, which is not read yet.
 * This class compares the number of removed rows with the number of rows from the log. A restarted rebuild keeps the
 * counts of earlier attempts. Only the owner's thread uses this class.
 */
final class Rebuild {
    private final LogPosition before;
    private final Instant since;
    private final long logRows;
    private Completeness known;
    private long missingRows;
    private long removedRows;
    private long broughtRows;
    private long broughtRowsMax; // Maximum of broughtRows over all attempts

    /**
     * @param before the partition's log position before the rebuild
     * @param logRows the number of rows that the partition has appended since the log began, including rows that have
     *     left the table
     * @param missingRows the known number of missing rows since the log began
     * @param known the known gaps in the partition's rows
     */
    Rebuild(LogPosition before, Instant since, long logRows, long missingRows, Completeness known) {
        this.before = before;
        this.since = since;
        this.logRows = logRows;
        this.missingRows = missingRows;
        this.known = known;
    }

    /** Returns the next attempt of this rebuild. The next attempt keeps the counts of this attempt. */
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

    /** Records the number of rows that are removed from the table. */
    void removed(long rows) {
        removedRows = Math.max(removedRows, rows);
    }

    /** Returns the partition's log position before the first attempt. */
    LogPosition before() {
        return before;
    }

    void appended(long rows) {
        broughtRows += rows;
        broughtRowsMax = Math.max(broughtRowsMax, broughtRows);
    }

    /**
     * Returns the highest number of appended rows of any attempt. A later attempt first repeats rows, which is no
     * progress.
     */
    long broughtRowsMax() {
        return broughtRowsMax;
    }

    /** Records that the new generation was cleared, so its gaps no longer count. */
    void cleared() {
        known = Completeness.WHOLE;
        missingRows = 0;
    }

    /** Returns a lower bound on the removed rows that the log did not bring back. */
    long lostRows() {
        return Math.max(0, removedRows - broughtRows);
    }

    /**
     * Returns the gaps that the rebuild may not have closed. Returns no gaps if the log brought all earlier rows and
     * all missing rows.
     */
    Completeness remaining() {
        return broughtRows >= logRows + missingRows ? Completeness.WHOLE : known;
    }

    /** Adds {@code rebuildingSince} and {@code rebuildingBy} to the description of a table. At least one rebuild runs. */
    static void describe(Map<PartitionProgress, Rebuild> running, JsonObject table) {
        List<String> by = running.keySet().stream().map(PartitionProgress::name).toList();
        table.put("rebuildingSince", running.values().iterator().next().since.toString())
                .put("rebuildingBy", String.join(", ", by));
    }
}
