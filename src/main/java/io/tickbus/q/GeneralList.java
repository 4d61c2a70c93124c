package io.tickbus.q;

/** A general list: items of any kind. As a column it holds strings and nested vectors. */
public final class GeneralList extends QVector {
    private final Value[] items;

    public GeneralList(Value... items) {
        this(0, items, 0, items.length);
    }

    GeneralList(int attribute, Value[] items, int from, int size) {
        super(QType.LIST, attribute, from, size, items.length);
        this.items = items;
    }

    @Override
    public Value[] array() {
        return items;
    }

    @Override
    public Value valueAt(int index) {
        return items[from + index];
    }

    /** True for an empty list, which is what q puts where a nested value is missing. */
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
