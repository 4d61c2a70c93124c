package io.tickbus.q;

/** Floats of eight bytes, and datetimes, which count days since 2000.01.01. Any NaN is a null. */
public final class FloatVector extends QVector {
    private final double[] items;

    /**
     * Makes a vector that uses the given array without a copy. The caller must not write to the array afterwards.
     *
     * @param type a float or a datetime
     * @param items the items
     */
    public FloatVector(QType type, double... items) {
        this(type, 0, items, 0, items.length);
    }

    FloatVector(QType type, int attribute, double[] items, int from, int size) {
        super(type, attribute, from, size, items.length);
        this.items = items;
    }

    /** Returns the shared array, which the caller must not change. Item 0 is at index {@link #offset()}. */
    @Override
    public double[] array() {
        return items;
    }

    /**
     * {@return an item}
     *
     * @param index the index of the item, from 0
     */
    public double at(int index) {
        return items[from + index];
    }

    @Override
    public boolean isNull(int index) {
        return Double.isNaN(at(index));
    }

    @Override
    public double doubleAt(int index) {
        return at(index);
    }

    @Override
    boolean sameItem(int index, QVector other, int otherIndex) {
        return same(at(index), ((FloatVector) other).at(otherIndex));
    }

    @Override
    int itemHash(int index) {
        return hash(at(index));
    }

    /** Compares two floats as q's {@code ~} does. A null matches a null, and 0 matches -0. */
    static boolean same(double one, double other) {
        return one == other || (Double.isNaN(one) && Double.isNaN(other));
    }

    static int hash(double item) {
        return HashMixer.of(
                // Adding 0.0 turns -0.0 into 0.0, because -0.0 and 0.0 must have equal hashes.
                Double.doubleToLongBits(item + 0.0));
    }
}
