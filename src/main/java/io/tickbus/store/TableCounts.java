package io.tickbus.store;

/**
 * Counts of one table at one moment, for its metrics.
 *
 * @param rows number of rows; of a keyed table, the number of keys
 * @param bytes of the table in memory, as {@link io.tickbus.table.Table#bytes} counts them
 * @param evictedRows number of rows that were dropped early for lack of memory
 * @param duplicates number of rows and control records that were dropped as duplicates
 * @param missingRows total of the gaps whose size is known
 * @param missingUnknown whether there are gaps of unknown size
 * @param discardedRows number of rows that rebuilds removed and did not bring back
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
