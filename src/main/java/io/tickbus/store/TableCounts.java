package io.tickbus.store;

/**
 * The counts of one table at one moment, for its metrics.
 *
 * @param rows the number of rows; for a keyed table, the number of keys
 * @param bytes the memory size of the table in bytes, as {@link io.tickbus.table.Table#bytes} returns it
 * @param evictedRows the number of rows that were dropped because memory was full
 * @param duplicates the number of rows and control records that were dropped as duplicates
 * @param missingRows the number of missing rows in all gaps of known size
 * @param missingUnknown true if there is a gap of unknown size
 * @param discardedRows the number of rows that rebuilds removed and did not bring back
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
