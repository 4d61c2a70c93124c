package io.tickbus.q;

/** Floats of eight bytes, and datetimes, which count days since 2000.01.01. Any NaN is a null. */
public final class FloatVector extends QVector {
    private final double[] items;

    /** Makes a vector over an array, which it keeps. The caller must not write to the array afterwards. */
    public FloatVector(QType type, double... items) {
        this(type, 0, items, 0, items.length);
    }

    FloatVector(QType type, int attribute, double[] items, int from, int size) {
        super(type, attribute, from, size, items.length);
        this.items = items;
    }

    /** Returns the shared array, which must not be written to. Item 0 is at index {@link #offset()}. */
    @Override
    public double[] array() {
        return items;
    }

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

    /** Compares as q's {@code ~} does: a null matches a null, and 0 matches -0. */
    static boolean same(double one, double other) {
        return one == other || (Double.isNaN(one) && Double.isNaN(other));
    }

    static int hash(double item) {
        return HashMixer.of(
                Double.doubleToLongBits(item + 0.0)); // adding 0.0 turns -0.0 into 0.0, which must have an equal hash
    }
}
