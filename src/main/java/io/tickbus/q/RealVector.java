package io.tickbus.q;

/** Reals: floats of four bytes. Any NaN is a null. */
public final class RealVector extends QVector {
    private final float[] items;

    /**
     * Makes a vector that uses the given array without a copy. The caller must not write to the array afterwards.
     *
     * @param items the items
     */
    public RealVector(float... items) {
        this(0, items, 0, items.length);
    }

    RealVector(int attribute, float[] items, int from, int size) {
        super(QType.REAL, attribute, from, size, items.length);
        this.items = items;
    }

    /** Returns the shared array, which the caller must not change. Item 0 is at index {@link #offset()}. */
    @Override
    public float[] array() {
        return items;
    }

    /**
     * {@return an item}
     *
     * @param index the index of the item, from 0
     */
    public float at(int index) {
        return items[from + index];
    }

    @Override
    public boolean isNull(int index) {
        return Float.isNaN(at(index));
    }

    @Override
    public double doubleAt(int index) {
        return at(index);
    }

    @Override
    boolean sameItem(int index, QVector other, int otherIndex) {
        return FloatVector.same(at(index), ((RealVector) other).at(otherIndex));
    }

    @Override
    int itemHash(int index) {
        return FloatVector.hash(at(index));
    }
}
