package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.table.KeyOrder;
import io.tickbus.table.Snapshot;

/**
 * Some matching rows of a table, and a range of offsets that contains no other matching row. {@link Filter} and
 * requests for first or last rows return it. Immutable.
 *
 * @param offset the first offset of the range
 * @param next the offset after the range; equal to {@code offset} if a keyed table has further matching rows
 * @param rows the rows in the table's order. For a keyed table, in the order of their keys' first arrival.
 */
public record Selection(long offset, long next, Flip rows) {
    /** Returns the first rows of a keyed table, at most {@code rowsMax}. */
    public static Selection firstKeys(Snapshot table, int rowsMax) {
        KeyOrder keys = table.keyOrder();
        return ofKeys(table, keys.rows(0, Math.min(rowsMax, keys.size())), rowsMax >= keys.size());
    }

    /** Returns the last rows of a keyed table, at most {@code rowsMax}. */
    public static Selection lastKeys(Snapshot table, int rowsMax) {
        KeyOrder keys = table.keyOrder();
        int count = Math.min(rowsMax, keys.size());
        return ofKeys(table, keys.rows(keys.size() - count, count), true);
    }

    /**
     * Returns rows of a keyed table. The rows may be anywhere in the table.
     *
     * @param toEnd true if no matching rows follow these rows. If false, the range is empty. A reader must then start
     *     at the table's first offset.
     */
    static Selection ofKeys(Snapshot table, Flip rows, boolean toEnd) {
        return new Selection(table.firstOffset(), toEnd ? table.nextOffset() : table.firstOffset(), rows);
    }
}
