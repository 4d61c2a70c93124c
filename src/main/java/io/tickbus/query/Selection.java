package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.table.KeyOrder;
import io.tickbus.table.Snapshot;

/**
 * Rows that a filter lets through.
 *
 * @param offset where the part of the table begins that they are all of
 * @param next the offset behind that part; the first one of a keyed table that has more such rows behind these
 * @param rows in the table's order; of a keyed table in the order in which their keys came
 */
public record Selection(long offset, long next, Flip rows) {
    /** The first rows of a keyed table, {@code rowsMax} of them or all. */
    public static Selection firstKeys(Snapshot table, int rowsMax) {
        KeyOrder keys = table.keyOrder();
        return ofKeys(table, keys.rows(0, Math.min(rowsMax, keys.size())), rowsMax >= keys.size());
    }

    /** The last rows of a keyed table, {@code rowsMax} of them or all. */
    public static Selection lastKeys(Snapshot table, int rowsMax) {
        KeyOrder keys = table.keyOrder();
        int count = Math.min(rowsMax, keys.size());
        return ofKeys(table, keys.rows(keys.size() - count, count), true);
    }

    /**
     * Returns rows of keys, which lie anywhere in the table.
     *
     * @param toEnd whether there are none behind these; otherwise only a reader of the whole table misses none
     */
    static Selection ofKeys(Snapshot table, Flip rows, boolean toEnd) {
        return new Selection(table.firstOffset(), toEnd ? table.nextOffset() : table.firstOffset(), rows);
    }
}
