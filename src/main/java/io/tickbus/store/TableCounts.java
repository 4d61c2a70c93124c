package io.tickbus.store;

/**
 * What there is to count of a table.
 *
 * @param rows of a keyed table, its keys
 * @param bytes that it takes in memory, as {@link io.tickbus.table.Table#bytes} counts them
 * @param evictedRows that left early, since there was no room in memory
 * @param duplicates rows and marks that were dropped
 * @param missingRows in those of its gaps of which that is known
 * @param missingUnknown whether there are gaps of an unknown size
 * @param discardedRows rows that left by rebuilds and did not come back
 */
record TableCounts(
        long rows,
        int segments,
        long bytes,
        long evictedRows,
        long duplicates,
        long fencedRows,
        long gaps,
        long missingRows,
        boolean missingUnknown,
        long rebuilds,
        long discardedRows,
        RequestStats.Counts requests) {}
