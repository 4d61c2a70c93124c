package io.tickbus.q;

/** Floats of four bytes. Any NaN is null. */
public final class RealVector extends QVector {
    private final float[] items;

    public RealVector(float... items) {
        this(0, items, 0, items.length);
    }

    RealVector(int attribute, float[] items, int from, int size) {
        super(QType.REAL, attribute, from, size, items.length);
        this.items = items;
    }

    /** The array, {@link #offset()} items of which come before item 0. */
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
