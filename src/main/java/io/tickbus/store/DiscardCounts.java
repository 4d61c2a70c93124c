package io.tickbus.store;

import io.vertx.core.json.JsonObject;

/**
 * Counts a table's rebuilds, and the rows that left the table by them and did not come back. What the end of a day and retention
 * remove is not counted. Owner's thread only.
 */
final class DiscardCounts {
    private long rebuilds;
    private long rows;
    private long pending; // of a generation that is not read yet

    /** Rebuilds that have ended. */
    long rebuilds() {
        return rebuilds;
    }

    /** Rows that have left for good. */
    long rows() {
        return rows;
    }

    /** Notes rows that the generation that is being made does not have. They count once it is read. */
    void lost(long lost) {
        pending += lost;
    }

    /** Forgets what the generation that was being made does not have: it is given up. */
    void givenUp() {
        pending = 0;
    }

    /** Counts a new generation, which is read from now on; returns the rows that it has lost. */
    long rebuilt() {
        long lost = pending;
        rebuilds++;
        rows += lost;
        pending = 0;
        return lost;
    }

    /** Adds {@code rebuilds} and {@code discardedRows}. */
    void describe(JsonObject table) {
        table.put("rebuilds", rebuilds).put("discardedRows", rows);
    }
}
