package io.tickbus.q;

/**
 * Estimates what values take on the heap, for limits in bytes. An array that several vectors share counts for each of them, and
 * the texts of symbols, which all share, count for none.
 */
public final class HeapSize {
    /** A vector, an atom or another value by itself, without the array behind it; with the header, rounded up. */
    private static final int OBJECT_BYTES = 40;
    /** An array without its items. */
    private static final int ARRAY_BYTES = 16;
    /** The array of a vector of one item, rounded up. */
    private static final int ONE_ITEM_BYTES = 24;

    private HeapSize() {}

    /** Returns the bytes of a table's columns, each as a vector with an array of its own. */
    public static long of(Flip rows) {
        long bytes = OBJECT_BYTES;
        for (QVector column : rows.columns()) {
            bytes += of(column);
        }
        return bytes;
    }

    /**
     * Returns the bytes of the items that a column of general lists gets from a vector, beside their references: of a vector of
     * one type, the atoms that its items become.
     */
    public static long ofItems(QVector items) {
        if (!(items instanceof GeneralList list)) {
            return (long) items.size() * ofAtom();
        }
        long bytes = 0;
        for (int i = 0; i < list.size(); i++) {
            bytes += of(list.valueAt(i));
        }
        return bytes;
    }

    private static long of(Value value) {
        if (value instanceof QVector vector) {
            long items = vector instanceof GeneralList ? ofItems(vector) : 0;
            return OBJECT_BYTES + ARRAY_BYTES + (long) vector.type().arrayBytes() * vector.size() + items;
        }
        if (value instanceof Flip table) {
            return of(table);
        }
        if (value instanceof QDictionary dictionary) {
            return OBJECT_BYTES + of(dictionary.keys()) + of(dictionary.values());
        }
        return ofAtom();
    }

    private static long ofAtom() {
        return OBJECT_BYTES + OBJECT_BYTES + ONE_ITEM_BYTES;
    }
}
