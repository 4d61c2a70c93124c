package io.tickbus.q;

/** Reals: floats of four bytes. Any NaN is a null. */
public final class RealVector extends QVector {
    private final float[] items;

    /** Makes a vector over an array, which it keeps. The caller must not write to the array afterwards. */
    public RealVector(float... items) {
        this(0, items, 0, items.length);
    }

    RealVector(int attribute, float[] items, int from, int size) {
        super(QType.REAL, attribute, from, size, items.length);
        this.items = items;
    }

    /** Returns the shared array, which must not be written to. Item 0 is at index {@link #offset()}. */
    @Override
    public float[] array() {
        return items;
    }

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
