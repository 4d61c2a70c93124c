package io.tickbus.store;

/**
 * What there is to count of a table.
 *
 * @param rows of a keyed table, its keys
 * @param bytes of its arrays, without symbols and the items of lists
 * @param duplicates rows and marks that were dropped
 * @param missingRows in those of its gaps of which that is known
 * @param missingUnknown whether there are gaps of an unknown size
 */
record TableCounts(
        long rows,
        int segments,
        long bytes,
        long duplicates,
        long fencedRows,
        long gaps,
        long missingRows,
        boolean missingUnknown,
        Activity.Counts activity) {}
