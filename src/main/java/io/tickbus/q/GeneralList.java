package io.tickbus.q;

/** A general list, whose items are values of any kind. A column of strings or nested vectors is a general list. */
public final class GeneralList extends QVector {
    private final Value[] items;

    /**
     * Makes a vector that uses the given array without a copy. The caller must not write to the array afterwards.
     *
     * @param items the items
     */
    public GeneralList(Value... items) {
        this(0, items, 0, items.length);
    }

    GeneralList(int attribute, Value[] items, int from, int size) {
        super(QType.LIST, attribute, from, size, items.length);
        this.items = items;
    }

    /** Returns the shared array, which the caller must not change. Item 0 is at index {@link #offset()}. */
    @Override
    public Value[] array() {
        return items;
    }

    @Override
    public Value valueAt(int index) {
        return items[from + index];
    }

    /** Returns whether the item is an empty list. q uses an empty list for a missing nested value. */
    @Override
    public boolean isNull(int index) {
        return valueAt(index) instanceof QVector vector && vector.size() == 0;
    }

    @Override
    boolean sameItem(int index, QVector other, int otherIndex) {
        return valueAt(index).equals(((GeneralList) other).valueAt(otherIndex));
    }

    @Override
    int itemHash(int index) {
        return valueAt(index).hashCode();
    }
}
