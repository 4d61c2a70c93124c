package io.tickbus.store;

import io.vertx.core.json.JsonObject;

/**
 * Counts a table's rebuilds, and the rows that rebuilds have lost. Rows that were dropped by retention or at the end of
 * a day do not count. Only the owner's thread uses this class.
 */
final class DiscardCounts {
    private long rebuilds;
    private long rows;
    private long pending; // Rows that the current rebuild has lost so far

    long rebuilds() {
        return rebuilds;
    }

    /** Returns the number of rows that were lost by completed rebuilds. */
    long rows() {
        return rows;
    }

    /** Adds rows that the current rebuild has lost. The lost rows count when the rebuild completes. */
    void lost(long lost) {
        pending += lost;
    }

    /** Forgets the lost rows of an abandoned rebuild. */
    void givenUp() {
        pending = 0;
    }

    /** Counts a completed rebuild. Returns the number of rows that the rebuild lost. */
    long rebuilt() {
        long lost = pending;
        rebuilds++;
        rows += lost;
        pending = 0;
        return lost;
    }

    /** Adds {@code rebuilds} and {@code discardedRows} to the description of a table. */
    void describe(JsonObject table) {
        table.put("rebuilds", rebuilds).put("discardedRows", rows);
    }
}
