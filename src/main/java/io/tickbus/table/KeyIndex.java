package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;

/** Where the last row of each key of a table is. The keys themselves stay in the segments. */
sealed interface KeyIndex permits SymbolIndex, HashIndex {
    /** What there is in place of an offset where there was none. */
    long NONE = -1;

    /** The index that suits a schema's key. */
    static KeyIndex of(Schema schema, Segments segments) {
        boolean symbol = schema.keys() == 1 && schema.types().get(0) == QType.SYMBOL;
        return symbol ? new SymbolIndex() : new HashIndex(schema.keys(), segments);
    }

    /** Keys. */
    int count();

    /** Bytes of its arrays. */
    long bytes();

    /** Bytes that it allocates at most to take the keys of some rows. */
    long growth(Flip rows);

    /** Whether it has the keys of all of some rows. */
    boolean hasAll(Flip rows);

    /**
     * Makes each of some rows, in their order, the last of its key.
     *
     * @param rows that are in the segments already
     * @param offset of the first
     * @param before as many places for the offsets that were the last until now, {@link #NONE} for a new key
     */
    void put(Flip rows, long offset, long[] before);
}
