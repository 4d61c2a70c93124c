package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;

/**
 * An index that has the offset of the last row of each key of a table. Only the segments store the keys. Only the
 * owner's thread may use the index.
 */
sealed interface KeyIndex permits SymbolIndex, HashIndex {
    /** The value that is used if there is no offset. */
    long NONE = -1;

    /** Returns an empty index for the keys of a schema. */
    static KeyIndex of(Schema schema, Segments segments) {
        boolean symbol = schema.keys() == 1 && schema.types().get(0) == QType.SYMBOL;
        return symbol ? new SymbolIndex() : new HashIndex(schema.keys(), segments);
    }

    int count();

    /** Returns the size of the index's arrays, in bytes. */
    long bytes();

    /** Returns an upper bound on the bytes that are allocated when the keys of the given rows are added. */
    long growth(Flip rows);

    /** Returns whether the index has the key of every given row. */
    boolean hasAll(Flip rows);

    /**
     * Makes each given row the last row of its key, in the order of the rows.
     *
     * @param rows rows that the segments already have
     * @param offset the offset of the first row
     * @param before the result array, at least as long as the rows. It receives the former offset of each row's key, or
     *     {@link #NONE} if the key is new
     */
    void put(Flip rows, long offset, long[] before);
}
