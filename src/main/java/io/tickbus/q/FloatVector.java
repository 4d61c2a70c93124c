package io.tickbus.q;

/** Floats of eight bytes, and datetimes, which are days since 2000.01.01. Any NaN is null. */
public final class FloatVector extends QVector {
    private final double[] items;

    public FloatVector(QType type, double... items) {
        this(type, 0, items, 0, items.length);
    }

    FloatVector(QType type, int attribute, double[] items, int from, int size) {
        super(type, attribute, from, size, items.length);
        this.items = items;
    }

    /** The array, {@link #offset()} items of which come before item 0. */
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

    /** As q matches: a null matches a null, and 0 matches -0. */
    static boolean same(double one, double other) {
        return one == other || (Double.isNaN(one) && Double.isNaN(other));
    }

    static int hash(double item) {
        return HashMixer.of(Double.doubleToLongBits(item + 0.0)); // adding 0.0 turns -0.0 into 0.0
    }
}
