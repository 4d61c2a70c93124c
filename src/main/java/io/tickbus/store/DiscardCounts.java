package io.tickbus.store;

import io.vertx.core.json.JsonObject;

/**
 * Counts a table's rebuilds, and the rows that they removed and did not bring back. Rows that leave at the end of a day
 * or by retention do not count. Owner's thread only.
 */
final class DiscardCounts {
    private long rebuilds;
    private long rows;
    private long pending; // rows lost by a generation that is not read yet

    /** Returns the number of completed rebuilds. */
    long rebuilds() {
        return rebuilds;
    }

    /** Returns the number of rows that were lost by rebuilds. */
    long rows() {
        return rows;
    }

    /** Adds rows that the generation being built lacks. They count when it is read. */
    void lost(long lost) {
        pending += lost;
    }

    /** Discards these rows, because the generation being built is abandoned. */
    void givenUp() {
        pending = 0;
    }

    /** Counts a new generation, which is read from now on. Returns the number of rows that it has lost. */
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
