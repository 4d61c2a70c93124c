package io.tickbus.q;

import java.util.Objects;

/**
 * A list of q: items {@code from} to {@code from + size} of an array that others may share. Temporals stay the raw numbers
 * that q sends, symbols are the ids of {@link Symbols}.
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
    protected final int from;
    private final int size;

    QVector(QType type, int attribute, int from, int size, int arrayItems) {
        Objects.checkFromIndexSize(from, size, arrayItems);
        this.type = type;
        this.attribute = attribute;
        this.from = from;
        this.size = size;
    }

    public final QType type() {
        return type;
    }

    public final int size() {
        return size;
    }

    /** q's attribute byte: 0 none, 1 sorted, 2 unique, 3 parted, 4 grouped. A slice has none. */
    public final int attribute() {
        return attribute;
    }

    /** The same items with another attribute byte. */
    public final QVector withAttribute(int attribute) {
        return of(type, attribute, array(), from, size);
    }

    /** The array behind, of the primitive type of {@link QType#storage}; read {@link #offset()} items in. */
    public abstract Object array();

    /** Where in the array item 0 is, in items. */
    public final int offset() {
        return from;
    }

    /** Items {@code first} to {@code first + count}, sharing the array. */
    public final QVector slice(int first, int count) {
        Objects.checkFromIndexSize(first, count, size);
        return of(type, 0, array(), from + first, count);
    }

    /** True where q has a null of this type; booleans, bytes and guids other than zero have none. */
    public abstract boolean isNull(int index);

    /** A whole number or raw temporal widened as q widens: a null or infinity of a short type becomes that of a long. */
    public long longAt(int index) {
        throw new UnsupportedOperationException(type + " has no whole numbers");
    }

    /** A number as a double, nulls as NaN. */
    public double doubleAt(int index) {
        throw new UnsupportedOperationException(type + " has no numbers");
    }

    /** Whether item {@code index} matches item {@code otherIndex} of a vector of the same type, a null matching a null. */
    abstract boolean sameItem(int index, QVector other, int otherIndex);

    /** A hash that agrees with {@link #sameItem}. */
    abstract int itemHash(int index);

    /** The hash of an item, for tables of keys: items that match have the same one. */
    public final int hashAt(int index) {
        return itemHash(Objects.checkIndex(index, size));
    }

    /** Whether an item matches one of another vector as q's {@code ~} does; never across types. */
    public final boolean matches(int index, QVector other, int otherIndex) {
        return type == other.type
                && sameItem(Objects.checkIndex(index, size), other, Objects.checkIndex(otherIndex, other.size));
    }

    /** An item as a value of its own: an atom, or what a general list holds. */
    public Value valueAt(int index) {
        return new Atom(slice(index, 1));
    }

    /** An empty vector of a type. */
    public static QVector empty(QType type) {
        return new VectorBuilder(type, 0).build();
    }

    /** A view of an array; its class must be the one of the type's storage. */
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

    /** Equal type and items; the attribute, being a promise about the items and not one of them, does not count. */
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
