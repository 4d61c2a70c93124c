package io.tickbus.q;

import io.tickbus.q.QType.Storage;
import java.util.Objects;
import java.util.UUID;

/**
 * Builds a vector of one type by appending items. Vectors from {@link #view} and {@link #build} share the builder's
 * array. Appending items does not change these vectors. After {@link #clear} or {@link #cutTo}, new items overwrite
 * items of these vectors. One thread at a time may use a builder.
 */
public final class VectorBuilder {
    private static final int CAPACITY_MIN = 16;

    private final QType type;
    private final Storage storage;
    private final int cellsPerItem;
    private final int expected;
    private Object array;
    private QVector cells;
    private int capacity;
    private int size;

    /**
     * Makes a builder with room for {@code capacity} items. The builder grows when more items are appended.
     *
     * @param type the type of the items
     * @param capacity the number of items
     */
    public VectorBuilder(QType type, int capacity) {
        this(type, capacity, CAPACITY_MIN);
    }

    /**
     * Returns a builder that allocates its array at the first item. The array then has room for at least
     * {@code expected} items.
     */
    static VectorBuilder expecting(QType type, int expected) {
        return new VectorBuilder(type, 0, expected);
    }

    private VectorBuilder(QType type, int capacity, int expected) {
        this.type = type;
        this.expected = Math.max(CAPACITY_MIN, expected);
        this.storage = type.storage();
        this.cellsPerItem = type == QType.GUID ? GuidVector.LONGS_PER_ITEM : 1;
        this.capacity = capacity;
        this.array = type.newArray(capacity);
        this.cells = QVector.of(type, 0, array, 0, capacity);
    }

    /** {@return the type of the items} */
    public QType type() {
        return type;
    }

    /** {@return the number of items} */
    public int size() {
        return size;
    }

    /** {@return the size of the array in bytes} For a general list, this counts the references only. */
    public long arrayBytes() {
        return (long) type.arrayBytes() * capacity;
    }

    /**
     * Makes room for {@code items} items in total. If the array is too small, the new array has exactly this size.
     *
     * @param items the number of items
     */
    public void reserve(int items) {
        if (items > capacity) {
            grow(items);
        }
    }

    /**
     * Appends all items of a vector. A general list takes items of any type. Items of a simple type become atoms in a
     * general list.
     *
     * @param items the items
     * @throws IllegalArgumentException if the vector is of another type and this builder does not make a general list
     */
    public void append(QVector items) {
        int count = items.size();
        if (items.type() != type) {
            if (type != QType.LIST) {
                throw mismatch(items.type());
            }
            for (int i = 0; i < count; i++) {
                append(items.valueAt(i));
            }
            return;
        }
        ensureRoom(count);
        copy(items.array(), items.offset() * cellsPerItem, count * cellsPerItem);
        size += count;
    }

    /**
     * Copies cells to the end of this builder's array. Both arrays are cast to their class first, because a copy
     * between arrays of unknown class is slow for small batches.
     */
    private void copy(Object from, int first, int cellCount) {
        int to = size * cellsPerItem;
        switch (storage) {
            case BYTES -> System.arraycopy((byte[]) from, first, (byte[]) array, to, cellCount);
            case SHORTS -> System.arraycopy((short[]) from, first, (short[]) array, to, cellCount);
            case INTS, SYMBOLS -> System.arraycopy((int[]) from, first, (int[]) array, to, cellCount);
            case LONGS, GUIDS -> System.arraycopy((long[]) from, first, (long[]) array, to, cellCount);
            case REALS -> System.arraycopy((float[]) from, first, (float[]) array, to, cellCount);
            case FLOATS -> System.arraycopy((double[]) from, first, (double[]) array, to, cellCount);
            case VALUES -> System.arraycopy((Value[]) from, first, (Value[]) array, to, cellCount);
        }
    }

    /**
     * Appends one value. The value must be an atom of this builder's type, unless the builder makes a general list.
     *
     * @param item the value
     * @throws IllegalArgumentException if the value is of another type
     */
    public void append(Value item) {
        if (type == QType.LIST) {
            ensureRoom(1);
            ((Value[]) array)[size++] = item;
        } else if (item instanceof Atom atom && atom.type() == type) {
            append(atom.item());
        } else {
            throw new IllegalArgumentException(
                    "not an atom of " + type + ": " + ConsoleText.line(item, ConsoleText.COLUMNS));
        }
    }

    /**
     * Appends a whole number, a raw temporal, a char, or a boolean as 0 or 1. The null and the infinities of a long
     * become the null and the infinities of the type. This method reverses {@link QVector#longAt}.
     *
     * @param item the number. The caller ensures that the number fits the type, because higher bits are discarded.
     * @throws IllegalArgumentException if the type stores no whole numbers
     */
    public void appendWhole(long item) {
        ensureRoom(1);
        switch (type.storage()) {
            case BYTES -> ((byte[]) array)[size] = (byte) item;
            case SHORTS -> ((short[]) array)[size] = (short) narrowed(item, ShortVector.INFINITY);
            case INTS -> ((int[]) array)[size] = (int) narrowed(item, IntVector.INFINITY);
            case LONGS -> ((long[]) array)[size] = item;
            default -> throw mismatch(QType.LONG);
        }
        size++;
    }

    private static long narrowed(long item, long infinity) {
        if (item == LongVector.NULL) {
            return -infinity - 1;
        }
        return item == LongVector.INFINITY ? infinity : item == -LongVector.INFINITY ? -infinity : item;
    }

    /**
     * Appends a real, a float or a datetime.
     *
     * @param item the value
     * @throws IllegalArgumentException if the type stores no floats
     */
    public void appendFloat(double item) {
        ensureRoom(1);
        switch (type.storage()) {
            case REALS -> ((float[]) array)[size] = (float) item;
            case FLOATS -> ((double[]) array)[size] = item;
            default -> throw mismatch(QType.FLOAT);
        }
        size++;
    }

    /**
     * Appends a symbol by its id in {@link Symbols}.
     *
     * @param id the id of the symbol
     */
    public void appendSymbol(int id) {
        ensureRoom(1);
        ((int[]) array)[size++] = id;
    }

    /**
     * Appends a guid.
     *
     * @param guid the guid
     */
    public void appendGuid(UUID guid) {
        ensureRoom(1);
        long[] words = (long[]) array;
        words[GuidVector.LONGS_PER_ITEM * size] = guid.getMostSignificantBits();
        words[GuidVector.LONGS_PER_ITEM * size + 1] = guid.getLeastSignificantBits();
        size++;
    }

    /**
     * Returns the array of this builder, after making room for more items. A decoder writes items to the array from
     * item {@link #size} on, and then calls {@link #added}. This avoids a call per item.
     *
     * @param count the number of items to make room for, 0 or more
     * @return an array of the class that {@link QType#newArray} returns. The builder can replace this array at its next
     *     change.
     */
    public Object arrayWithRoom(int count) {
        ensureRoom(count);
        return array;
    }

    /**
     * Appends items that the caller has written to the array of {@link #arrayWithRoom}.
     *
     * @param count the number of items written
     * @throws IndexOutOfBoundsException if the array has no room for so many items
     */
    public void added(int count) {
        Objects.checkFromIndexSize(size, count, capacity);
        size += count;
    }

    /**
     * Removes all items from index {@code count} on. The caller ensures that no returned vector contains the removed
     * items.
     *
     * @param count the number of items
     */
    public void cutTo(int count) {
        size = Math.min(size, count);
    }

    /** Removes all items and keeps the array. New items overwrite the items of vectors that were returned earlier. */
    public void clear() {
        size = 0;
    }

    /** Appends q's null of the type. A type without a null gets zero. A general list gets the empty list. */
    public void appendNull() {
        switch (type.storage()) {
            case BYTES -> appendWhole(type == QType.CHAR ? ' ' : 0);
            case SHORTS -> appendWhole(ShortVector.NULL);
            case INTS -> appendWhole(IntVector.NULL);
            case LONGS -> appendWhole(LongVector.NULL);
            case REALS, FLOATS -> appendFloat(Double.NaN);
            case GUIDS -> appendGuid(new UUID(0, 0));
            case SYMBOLS -> appendSymbol(Symbols.EMPTY);
            case VALUES -> append((Value) new GeneralList());
        }
    }

    /**
     * {@return whether an item matches an item of a vector, as {@link QVector#matches} does}
     *
     * @param index the index of the item, from 0
     * @param other the other vector
     * @param otherIndex the index of the item in the other vector
     */
    public boolean matches(int index, QVector other, int otherIndex) {
        return cells.matches(Objects.checkIndex(index, size), other, otherIndex);
    }

    /** {@return all items as a vector that shares the array} */
    public QVector build() {
        return view(0, size);
    }

    /**
     * {@return {@code count} items, from index {@code from} on, as a vector that shares the array}
     *
     * @param from the index of the first item
     * @param count the number of items
     */
    public QVector view(int from, int count) {
        Objects.checkFromIndexSize(from, count, size);
        return QVector.of(type, 0, array, from, count);
    }

    private void ensureRoom(int count) {
        if (count > capacity - size) {
            long wanted = Math.max((long) size + count, Math.max(expected, 2L * capacity));
            grow(Math.toIntExact(Math.min(wanted, Math.max((long) size + count, Integer.MAX_VALUE / 4))));
        }
    }

    private void grow(int items) {
        Object grown = type.newArray(items);
        System.arraycopy(array, 0, grown, 0, size * cellsPerItem);
        capacity = items;
        array = grown;
        cells = QVector.of(type, 0, array, 0, capacity);
    }

    private IllegalArgumentException mismatch(QType found) {
        return new IllegalArgumentException("a " + found + " into a vector of " + type);
    }
}
