package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;

/**
 * Offset of the last row of each key of a table. The keys themselves are stored in the segments only. Owner's thread
 * only.
 */
sealed interface KeyIndex permits SymbolIndex, HashIndex {
    /** Stands for a missing offset. */
    long NONE = -1;

    /** Returns an empty index that suits a schema's key. */
    static KeyIndex of(Schema schema, Segments segments) {
        boolean symbol = schema.keys() == 1 && schema.types().get(0) == QType.SYMBOL;
        return symbol ? new SymbolIndex() : new HashIndex(schema.keys(), segments);
    }

    /** Returns the number of keys. */
    int count();

    /** Returns the bytes of the index's arrays. */
    long bytes();

    /** Returns an upper bound on the bytes that adding the keys of the given rows allocates. */
    long growth(Flip rows);

    /** Returns whether the index has the keys of all given rows. */
    boolean hasAll(Flip rows);

    /**
     * Makes each of the given rows the last row of its key, in their order.
     *
     * @param rows rows that are in the segments already
     * @param offset of the first row
     * @param before receives for each row the former offset of its key, {@link #NONE} for a new key; at least as long
     *     as the rows
     */
    void put(Flip rows, long offset, long[] before);
}
