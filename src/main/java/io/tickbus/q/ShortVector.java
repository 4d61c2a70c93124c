package io.tickbus.q;

/** Shorts, two bytes per item. */
public final class ShortVector extends QVector {
    /** q's null of this type. */
    public static final short NULL = Short.MIN_VALUE;
    /** q's positive infinity of this type. The negative infinity is the negated number. */
    public static final short INFINITY = Short.MAX_VALUE;

    private final short[] items;

    /**
     * Makes a vector that uses the given array without a copy. The caller must not write to the array afterwards.
     *
     * @param items the items
     */
    public ShortVector(short... items) {
        this(0, items, 0, items.length);
    }

    ShortVector(int attribute, short[] items, int from, int size) {
        super(QType.SHORT, attribute, from, size, items.length);
        this.items = items;
    }

    /** Returns the shared array, which the caller must not change. Item 0 is at index {@link #offset()}. */
    @Override
    public short[] array() {
        return items;
    }

    /**
     * {@return an item}
     *
     * @param index the index of the item, from 0
     */
    public short at(int index) {
        return items[from + index];
    }

    @Override
    public boolean isNull(int index) {
        return at(index) == NULL;
    }

    @Override
    public long longAt(int index) {
        short item = at(index);
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
        return at(index) == ((ShortVector) other).at(otherIndex);
    }

    @Override
    int itemHash(int index) {
        return HashMixer.of(at(index));
    }
}
