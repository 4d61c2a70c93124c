package io.tickbus.q;

import io.tickbus.q.QType.Storage;
import java.util.Objects;
import java.util.UUID;

/**
 * A growing vector of one type. One thread at a time may use it. A vector that {@link #view} or {@link #build} returned
 * does not change when items are appended, because they go behind it or into a new array. After {@link #clear} or
 * {@link #cutTo}, new items overwrite what such a vector shows.
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

    /** Makes a builder with room for {@code capacity} items. It grows when more are appended. */
    public VectorBuilder(QType type, int capacity) {
        this(type, capacity, CAPACITY_MIN);
    }

    /**
     * Returns a builder that takes no memory before the first item, and then makes room for at least {@code expected}
     * items.
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

    public QType type() {
        return type;
    }

    public int size() {
        return size;
    }

    /** Returns the bytes of the array. For a general list, these are the bytes of the references only. */
    public long arrayBytes() {
        return (long) type.arrayBytes() * capacity;
    }

    /** Makes room for {@code items} items in all. If there is less room, the new array has exactly that size. */
    public void reserve(int items) {
        if (items > capacity) {
            grow(items);
        }
    }

    /**
     * Appends all items of a vector. A general list takes items of any type; items of a simple type become atoms.
     *
     * @throws IllegalArgumentException if the vector is of another type and this is not a general list
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

    /** Copies with the array's class known, because a copy between arrays of unknown class costs more than a row. */
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
     * Appends one value: an atom of the same type, or any value if this is a general list.
     *
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
     * become those of this type, as the reverse of {@link QVector#longAt}.
     *
     * @param item the number; the caller ensures that it fits the type, since higher bits are cut off
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

    /** Appends a symbol by its id in {@link Symbols}. */
    public void appendSymbol(int id) {
        ensureRoom(1);
        ((int[]) array)[size++] = id;
    }

    public void appendGuid(UUID guid) {
        ensureRoom(1);
        long[] words = (long[]) array;
        words[GuidVector.LONGS_PER_ITEM * size] = guid.getMostSignificantBits();
        words[GuidVector.LONGS_PER_ITEM * size + 1] = guid.getLeastSignificantBits();
        size++;
    }

    /**
     * Returns the array of this builder, after making room for more items. A decoder writes items to it from item
     * {@link #size} on, and then calls {@link #added}. This avoids a call per item.
     *
     * @param count the number of items to make room for, 0 or more
     * @return an array of the class that {@link QType#newArray} makes; the builder may use another one after its next
     *     change
     */
    public Object arrayWithRoom(int count) {
        ensureRoom(count);
        return array;
    }

    /**
     * Appends the items that the caller has written to the array of {@link #arrayWithRoom}.
     *
     * @param count the number of items written
     * @throws IndexOutOfBoundsException if there was less room
     */
    public void added(int count) {
        Objects.checkFromIndexSize(size, count, capacity);
        size += count;
    }

    /** Removes all items from index {@code count} on. The caller ensures that no vector shows them. */
    public void cutTo(int count) {
        size = Math.min(size, count);
    }

    /**
     * Removes all items and keeps the array. Vectors returned earlier show other items as soon as new ones are
     * appended.
     */
    public void clear() {
        size = 0;
    }

    /** Appends q's null of the type. A type without a null gets zero, a general list gets the empty list. */
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

    /** Returns whether an item matches an item of a vector; see {@link QVector#matches}. */
    public boolean matches(int index, QVector other, int otherIndex) {
        return cells.matches(Objects.checkIndex(index, size), other, otherIndex);
    }

    /** Returns all items as a vector that shares the array. */
    public QVector build() {
        return view(0, size);
    }

    /** Returns the items {@code from} to {@code from + count} as a vector that shares the array. */
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
