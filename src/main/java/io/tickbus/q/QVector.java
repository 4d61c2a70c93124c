package io.tickbus.q;

import java.util.Objects;

/**
 * A q list, either of one simple type or general. The items are a range of an array that other vectors may share.
 * Temporals are the raw numbers that q sends, and symbols are ids of {@link Symbols}. Immutable by contract, so any
 * thread may read a vector.
 */
public abstract sealed class QVector implements Value
        permits ByteVector,
                ShortVector,
                IntVector,
                LongVector,
                RealVector,
                FloatVector,
                GuidVector,
                SymbolVector,
                GeneralList {
    private final QType type;
    private final int attribute;
    /** The index of item 0 in the array. */
    protected final int from;

    private final int size;

    QVector(QType type, int attribute, int from, int size, int arrayItems) {
        Objects.checkFromIndexSize(from, size, arrayItems);
        this.type = type;
        this.attribute = attribute;
        this.from = from;
        this.size = size;
    }

    /** {@return the type of the items} */
    public final QType type() {
        return type;
    }

    /** {@return the number of items} */
    public final int size() {
        return size;
    }

    /** {@return q's attribute byte: 0 none, 1 sorted, 2 unique, 3 parted, 4 grouped} A slice has the attribute 0. */
    public final int attribute() {
        return attribute;
    }

    /**
     * {@return a vector with the items of this vector and the given attribute byte}
     *
     * @param attribute the attribute byte, from 0 to 4
     */
    public final QVector withAttribute(int attribute) {
        return of(type, attribute, array(), from, size);
    }

    /**
     * {@return the shared array, which the caller must not change} {@link QType#storage} determines the class of the
     * array.
     */
    public abstract Object array();

    /** {@return the number of items in the array before item 0} */
    public final int offset() {
        return from;
    }

    /**
     * {@return {@code count} items, from index {@code first} on, as a vector that shares the array}
     *
     * @param first the index of the first item
     * @param count the number of items
     * @throws IndexOutOfBoundsException if this vector has fewer items
     */
    public final QVector slice(int first, int count) {
        Objects.checkFromIndexSize(first, count, size);
        return of(type, 0, array(), from + first, count);
    }

    /**
     * {@return whether an item is q's null of its type} Booleans and bytes have no null. The null of a guid is zero.
     *
     * @param index the index of the item, from 0
     */
    public abstract boolean isNull(int index);

    /**
     * {@return a whole number or a raw temporal as a long} A null or an infinity of a smaller type becomes the null or
     * the infinity of a long, as in q.
     *
     * @param index the index of the item, from 0
     * @throws UnsupportedOperationException if the type has no whole numbers
     */
    public long longAt(int index) {
        throw new UnsupportedOperationException(type + " has no whole numbers");
    }

    /**
     * {@return a number as a double} A null becomes NaN.
     *
     * @param index the index of the item, from 0
     * @throws UnsupportedOperationException if the type has no numbers
     */
    public double doubleAt(int index) {
        throw new UnsupportedOperationException(type + " has no numbers");
    }

    /** Returns whether an item equals an item of another vector of this type. A null equals a null. */
    abstract boolean sameItem(int index, QVector other, int otherIndex);

    /** Returns a hash of an item. Items that are equal by {@link #sameItem} have equal hashes. */
    abstract int itemHash(int index);

    /**
     * {@return the hash of an item, for hash tables of keys} Items that match by {@link #matches} have equal hashes.
     *
     * @param index the index of the item, from 0
     */
    public final int hashAt(int index) {
        return itemHash(Objects.checkIndex(index, size));
    }

    /**
     * {@return whether an item matches an item of another vector as q's {@code ~} does} Items of different types never
     * match.
     *
     * @param index the index of the item, from 0
     * @param other the other vector
     * @param otherIndex the index of the item in the other vector
     */
    public final boolean matches(int index, QVector other, int otherIndex) {
        return type == other.type
                && sameItem(Objects.checkIndex(index, size), other, Objects.checkIndex(otherIndex, other.size));
    }

    /**
     * {@return an item as a value} This is an atom, or the item itself if the vector is a general list.
     *
     * @param index the index of the item, from 0
     */
    public Value valueAt(int index) {
        return new Atom(slice(index, 1));
    }

    /**
     * {@return an empty vector of a type}
     *
     * @param type the type of the items
     */
    public static QVector empty(QType type) {
        return new VectorBuilder(type, 0).build();
    }

    /**
     * {@return a vector that uses an array without a copy}
     *
     * @param type the type of the items
     * @param attribute q's attribute byte, 0 for none
     * @param array an array of the class that the type's {@link QType#storage} determines. The caller must not write to
     *     the array afterwards.
     * @param from the index of item 0 in the array, counted in items
     * @param size the number of items
     * @throws ClassCastException if the array is of another class
     */
    public static QVector of(QType type, int attribute, Object array, int from, int size) {
        return switch (type.storage()) {
            case BYTES -> new ByteVector(type, attribute, (byte[]) array, from, size);
            case SHORTS -> new ShortVector(attribute, (short[]) array, from, size);
            case INTS -> new IntVector(type, attribute, (int[]) array, from, size);
            case LONGS -> new LongVector(type, attribute, (long[]) array, from, size);
            case REALS -> new RealVector(attribute, (float[]) array, from, size);
            case FLOATS -> new FloatVector(type, attribute, (double[]) array, from, size);
            case GUIDS -> new GuidVector(attribute, (long[]) array, from, size);
            case SYMBOLS -> new SymbolVector(attribute, (int[]) array, from, size);
            case VALUES -> new GeneralList(attribute, (Value[]) array, from, size);
        };
    }

    /** Compares type and items. The attribute is ignored, because it only states a property of the items. */
    @Override
    public final boolean equals(Object other) {
        if (!(other instanceof QVector that) || type != that.type || size != that.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!sameItem(i, that, i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public final int hashCode() {
        int hash = type.code();
        for (int i = 0; i < size; i++) {
            hash = 31 * hash + itemHash(i);
        }
        return hash;
    }

    @Override
    public final String toString() {
        return size + " " + type;
    }
}
