package io.tickbus.q;

/** Longs, and the temporals that q stores in eight bytes: timestamps and timespans, in nanoseconds. */
public final class LongVector extends QVector {
    /** q's null of this type. */
    public static final long NULL = Long.MIN_VALUE;
    /** q's positive infinity of this type. The negative infinity is the negated number. */
    public static final long INFINITY = Long.MAX_VALUE;

    private final long[] items;

    /**
     * Makes a vector that uses the given array without a copy. The caller must not write to the array afterwards.
     *
     * @param type a type that q stores as a whole number of 8 bytes
     * @param items the items
     */
    public LongVector(QType type, long... items) {
        this(type, 0, items, 0, items.length);
    }

    LongVector(QType type, int attribute, long[] items, int from, int size) {
        super(type, attribute, from, size, items.length);
        this.items = items;
    }

    /** Returns the shared array, which the caller must not change. Item 0 is at index {@link #offset()}. */
    @Override
    public long[] array() {
        return items;
    }

    /**
     * {@return an item}
     *
     * @param index the index of the item, from 0
     */
    public long at(int index) {
        return items[from + index];
    }

    @Override
    public boolean isNull(int index) {
        return at(index) == NULL;
    }

    @Override
    public long longAt(int index) {
        return at(index);
    }

    @Override
    public double doubleAt(int index) {
        return toDouble(at(index));
    }

    /** Converts a long to a float as q does. The null becomes NaN, and infinities stay infinities. */
    static double toDouble(long item) {
        if (item == NULL) {
            return Double.NaN;
        }
        if (item == INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        return item == -INFINITY ? Double.NEGATIVE_INFINITY : item;
    }

    @Override
    boolean sameItem(int index, QVector other, int otherIndex) {
        return at(index) == ((LongVector) other).at(otherIndex);
    }

    @Override
    int itemHash(int index) {
        return HashMixer.of(at(index));
    }
}
