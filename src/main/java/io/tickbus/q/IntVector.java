package io.tickbus.q;

/**
 * Ints, and the temporals that q stores in four bytes: months, dates, minutes, seconds and times. See {@link QType} for
 * the units.
 */
public final class IntVector extends QVector {
    /** q's null of this type. */
    public static final int NULL = Integer.MIN_VALUE;
    /** q's positive infinity of this type. The negative infinity is the negated number. */
    public static final int INFINITY = Integer.MAX_VALUE;

    private final int[] items;

    /**
     * Makes a vector that uses the given array without a copy. The caller must not write to the array afterwards.
     *
     * @param type a type that q stores as a whole number of 4 bytes
     * @param items the items
     */
    public IntVector(QType type, int... items) {
        this(type, 0, items, 0, items.length);
    }

    IntVector(QType type, int attribute, int[] items, int from, int size) {
        super(type, attribute, from, size, items.length);
        this.items = items;
    }

    /** Returns the shared array, which the caller must not change. Item 0 is at index {@link #offset()}. */
    @Override
    public int[] array() {
        return items;
    }

    /**
     * {@return an item}
     *
     * @param index the index of the item, from 0
     */
    public int at(int index) {
        return items[from + index];
    }

    @Override
    public boolean isNull(int index) {
        return at(index) == NULL;
    }

    @Override
    public long longAt(int index) {
        int item = at(index);
        if (item == NULL) {
            return LongVector.NULL;
        }
        return item == INFINITY ? LongVector.INFINITY : item == -INFINITY ? -LongVector.INFINITY : item;
    }

    @Override
    public double doubleAt(int index) {
        return LongVector.toDouble(longAt(index));
    }

    @Override
    boolean sameItem(int index, QVector other, int otherIndex) {
        return at(index) == ((IntVector) other).at(otherIndex);
    }

    @Override
    int itemHash(int index) {
        return HashMixer.of(at(index));
    }
}
