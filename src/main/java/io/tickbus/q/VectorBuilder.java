package io.tickbus.q;

import io.tickbus.q.QType.Storage;
import java.util.Objects;
import java.util.UUID;

/**
 * A growing vector of one type. One thread writes; what {@link #view} and {@link #build} return stays as it is, because items
 * are only added behind it and growing takes a new array.
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

    /** A builder with room for {@code capacity} items before it has to grow. */
    public VectorBuilder(QType type, int capacity) {
        this(type, capacity, CAPACITY_MIN);
    }

    /** A builder without room until the first item comes; then it makes room for at least {@code expected} items. */
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

    /** What the array takes in memory; of a general list, the references alone. */
    public long arrayBytes() {
        return (long) type.arrayBytes() * capacity;
    }

    /** Makes room for so many items in all, if there is less: an array of exactly that size then. */
    public void reserve(int items) {
        if (items > capacity) {
            grow(items);
        }
    }

    /** Adds all items of a vector of the same type; to a general list, of any type. */
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

    /** A copy for each way of storing: one of arrays of unknown type costs more than a row. */
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

    /** Adds one value: an atom of the same type; to a general list, any value. */
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
     * Adds a whole number, a raw temporal, a char, or a boolean as 0 or 1. The null and the infinities of a long, which is
     * what {@link QVector#longAt} gives for those of any type, become those of this type; that other numbers fit is for the
     * caller to see to.
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

    /** Adds a real, a float or a datetime. */
    public void appendFloat(double item) {
        ensureRoom(1);
        switch (type.storage()) {
            case REALS -> ((float[]) array)[size] = (float) item;
            case FLOATS -> ((double[]) array)[size] = item;
            default -> throw mismatch(QType.FLOAT);
        }
        size++;
    }

    /** Adds a symbol by its id in {@link Symbols}. */
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
     * Returns the array behind this builder, with room for more items behind those that it has. A caller that fills it from item
     * {@link #size()} on, and calls {@link #added} then, adds items without a call for each.
     *
     * @param count items to make room for, 0 or more
     * @return an array as {@link QType#newArray} makes it; it is the builder's only until more room is made
     */
    public Object arrayWithRoom(int count) {
        ensureRoom(count);
        return array;
    }

    /**
     * Counts items that the caller has written into the array of {@link #arrayWithRoom}.
     *
     * @param count at most what there is room for
     */
    public void added(int count) {
        Objects.checkFromIndexSize(size, count, capacity);
        size += count;
    }

    /** Takes items back that nobody has seen: what is beyond {@code count}. */
    public void cutTo(int count) {
        size = Math.min(size, count);
    }

    /** Begins anew in the same array: whoever holds a view of it sees other items from now on. */
    public void clear() {
        size = 0;
    }

    /** Adds q's null of the type: zero for those that have none, the empty list to a general list. */
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

    /** Whether an item added so far matches one of a vector, as {@link QVector#matches}. */
    public boolean matches(int index, QVector other, int otherIndex) {
        return cells.matches(Objects.checkIndex(index, size), other, otherIndex);
    }

    /** The items so far, sharing the array. */
    public QVector build() {
        return view(0, size);
    }

    /** Items {@code from} to {@code from + count} of those added so far, sharing the array. */
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
