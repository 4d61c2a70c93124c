package io.tickbus.q;

/**
 * Estimates the heap that values take, for limits that are set in bytes. If several vectors share an array, the array
 * is counted for each of them. The texts of symbols are not counted, because the whole process shares them.
 * Thread-safe.
 */
public final class HeapSize {
    /** The size in bytes of a value's object without its array. Rounded up. */
    private static final int OBJECT_BYTES = 40;
    /** The size in bytes of an array without its items. */
    private static final int ARRAY_BYTES = 16;
    /** The size in bytes of the array behind a vector of one item. Rounded up. */
    private static final int ONE_ITEM_BYTES = 24;

    private HeapSize() {}

    /**
     * {@return the heap of a table in bytes} Each column counts as a vector with its own array.
     *
     * @param rows the table
     */
    public static long of(Flip rows) {
        long bytes = OBJECT_BYTES;
        for (QVector column : rows.columns()) {
            bytes += of(column);
        }
        return bytes;
    }

    /**
     * {@return the heap, in bytes, that the items of a vector take in a general list} Items of a simple type count as
     * atoms. References to the items are not counted.
     *
     * @param items the items
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
