package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;

/** Where the last row of each key of a table is. The keys themselves stay in the segments. */
sealed interface KeyIndex permits SymbolIndex, HashIndex {
    /** The index that suits a schema's key. */
    static KeyIndex of(Schema schema) {
        boolean symbol = schema.keys() == 1 && schema.types().get(0) == QType.SYMBOL;
        return symbol ? new SymbolIndex() : new HashIndex(schema.keys());
    }

    /** Keys. */
    int count();

    /**
     * Makes each of some rows, in their order, the last of its key, and lets it supersede the one that was.
     *
     * @param rows as they are in the segments, the key columns first
     * @param offset of the first
     */
    void put(Flip rows, long offset, Segments segments);
}
