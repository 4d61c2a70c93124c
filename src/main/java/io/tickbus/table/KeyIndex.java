package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;

/**
 * Maps each key of a table to the offset of the key's last row. A {@link Table} uses the index to find superseded rows.
 * The index does not store the keys. Only the owner's thread uses the index.
 */
sealed interface KeyIndex permits SymbolIndex, HashIndex {
    /** The offset of a key that the index does not have. */
    long NONE = -1;

    static KeyIndex of(Schema schema, Segments segments) {
        boolean symbol = schema.keys() == 1 && schema.types().get(0) == QType.SYMBOL;
        return symbol ? new SymbolIndex() : new HashIndex(schema.keys(), segments);
    }

    int count();

    /** Returns the size of the index's arrays, in bytes. */
    long bytes();

    /** Returns an upper bound on the memory that {@link #put} allocates for the given rows, in bytes. */
    long growth(Flip rows);

    /** Returns whether the index has the key of every given row. */
    boolean hasAll(Flip rows);

    /**
     * Makes each given row the last row of its key, in the order of the rows.
     *
     * @param rows rows that the segments already have
     * @param offset the offset of the first row
     * @param before the result array, at least as long as the rows. Item n becomes the former offset of the key of row
     *     n, or {@link #NONE} if the key is new.
     */
    void put(Flip rows, long offset, long[] before);
}
