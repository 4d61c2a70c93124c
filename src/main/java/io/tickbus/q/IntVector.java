package io.tickbus.q;

/** Ints, and the temporals that q keeps in four bytes: months, dates, minutes, seconds, times. */
public final class IntVector extends QVector {
    public static final int NULL = Integer.MIN_VALUE;
    public static final int INFINITY = Integer.MAX_VALUE;
    private final int[] items;

    public IntVector(QType type, int... items) {
        this(type, 0, items, 0, items.length);
    }

    IntVector(QType type, int attribute, int[] items, int from, int size) {
        super(type, attribute, from, size, items.length);
        this.items = items;
    }

    /** The array, {@link #offset()} items of which come before item 0. */
    @Override
    public int[] array() {
        return items;
    }

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
