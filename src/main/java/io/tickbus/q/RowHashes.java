package io.tickbus.q;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Hashes of rows, for {@link RowDigests}. A row's hash is a sum over its cells. Each cell adds its word plus a number
 * of its type, multiplied by an odd number of its column's name. Every process computes equal hashes: the order of
 * columns, attributes and the ids of symbols have no influence, and a symbol is hashed by its bytes. All NaN are equal.
 * A list column of atoms hashes like a column of their type. One thread at a time may use an instance.
 *
 * <p>Every row of every table is hashed, so speed matters. Each step is a loop over one or two arrays with one index,
 * which the compiler turns into vector instructions. The arrays are filled at their ends, so that the last row always
 * has the same index and weight.
 */
final class RowHashes {
    /** The largest number of rows per call of {@link #append}. */
    static final int ROWS_MAX = 1024;

    private static final long P = 0x9E37_79B9_7F4A_7C15L;
    private static final long[] WEIGHTS = new long[ROWS_MAX]; // P to the power of the number of rows that follow

    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;
    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;
    /**
     * Takes the place of a type's number for values in a list column that are no atoms, so that {@code enlist 1}
     * differs from {@code 1}.
     */
    private static final long NESTED = 0x8A91_A6D4_0BF4_2040L;

    /** Added to the bits of a float without its sign, this makes the bits of each NaN negative, and no others. */
    private static final long PAST_INFINITY_TO_SIGN =
            Long.MAX_VALUE - Double.doubleToLongBits(Double.POSITIVE_INFINITY);

    private static final long NAN = Double.doubleToLongBits(Double.NaN);

    static {
        WEIGHTS[ROWS_MAX - 1] = 1;
        for (int i = ROWS_MAX - 1; i > 0; i--) {
            WEIGHTS[i - 1] = WEIGHTS[i] * P;
        }
    }

    /** Arrays of a thread. Instances share them, because there may be digests of many thousand tables. */
    private static final class Scratch {
        private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

        private final long[] words = new long[ROWS_MAX]; // the words of a column's cells
        private final long[] hashes = new long[ROWS_MAX]; // the hashes of the rows
        private final ByteBuffer bits =
                ByteBuffer.allocate(Long.BYTES * ROWS_MAX).order(ByteOrder.nativeOrder());
        private final DoubleBuffer bitsOfFloats = bits.asDoubleBuffer();
        private final LongBuffer bitsOfLongs = bits.asLongBuffer();
    }

    private List<String> names = List.of();
    private long[] factors = {};

    /**
     * Returns a digest after appending rows to it.
     *
     * @param digest the digest of all rows before
     * @param from the index of the first row to append
     * @param count the number of rows to append, 1 to {@link #ROWS_MAX}
     */
    long append(long digest, Flip rows, int from, int count) {
        prepare(rows.names());
        Scratch scratch = Scratch.OF_THREAD.get();
        int start = ROWS_MAX - count;
        Arrays.fill(scratch.hashes, start, ROWS_MAX, 0);
        for (int i = 0; i < factors.length; i++) {
            QVector column = rows.column(i);
            boolean untyped = load(column, from, count, scratch);
            add(scratch.words, untyped ? number(column.type()) : 0, factors[i], scratch.hashes, start);
        }
        weigh(scratch.hashes, start);
        return digest * WEIGHTS[start] * P + sum(scratch.hashes, start);
    }

    private void prepare(List<String> columns) {
        if (columns != names && !columns.equals(names)) {
            factors = new long[columns.size()];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = factor(columns.get(i));
            }
        }
        names = columns; // the next batch usually has this very list, and then one comparison decides
    }

    private static long factor(String name) {
        int id = Symbols.id(name);
        return mixed(Symbols.hashes()[id]) | 1;
    }

    /**
     * Loads the words of a column's cells. Returns whether the number of the column's type must still be added to them.
     */
    private static boolean load(QVector column, int from, int count, Scratch scratch) {
        int first = column.offset() + from;
        int start = ROWS_MAX - count;
        long[] words = scratch.words;
        switch (column.type().storage()) {
            case LONGS -> System.arraycopy((long[]) column.array(), first, words, start, count);
            case FLOATS -> {
                scratch.bitsOfFloats.put(
                        0,
                        (double[]) column.array(),
                        first,
                        count); // Java 17 has no vector instruction for this conversion
                scratch.bitsOfLongs.get(0, words, start, count);
                unifyNaN(words, start);
            }
            case SYMBOLS -> {
                int[] ids = (int[]) column.array();
                long[] byId = Symbols.hashes();
                for (int i = 0; i < count; i++) {
                    words[start + i] = byId[ids[first + i]];
                }
            }
            case INTS -> {
                int[] items = (int[]) column.array();
                for (int i = 0; i < count; i++) {
                    words[start + i] = items[first + i];
                }
            }
            case VALUES -> {
                for (int i = 0; i < count; i++) {
                    words[start + i] = typed(column.valueAt(from + i));
                }
            }
            case SHORTS, BYTES, REALS, GUIDS -> {
                for (int i = 0; i < count; i++) {
                    words[start + i] = word(column, from + i);
                }
            }
        }
        return column.type().storage() != QType.Storage.VALUES;
    }

    /**
     * Replaces the bits of every NaN by those of one NaN, without a branch. The bits of a NaN are larger than those of
     * infinity.
     */
    private static void unifyNaN(long[] bits, int start) {
        for (int i = start; i < ROWS_MAX; i++) {
            long item = bits[i];
            long isNaN = ((item & Long.MAX_VALUE) + PAST_INFINITY_TO_SIGN) >> (Long.SIZE - 1); // all bits set, or none
            bits[i] = (item & ~isNaN) | (NAN & isNaN);
        }
    }

    /** Adds the words of a column's cells to the hashes of their rows. */
    private static void add(long[] words, long number, long factor, long[] hashes, int start) {
        for (int i = start; i < ROWS_MAX; i++) {
            hashes[i] += folded(words[i] + number) * factor;
        }
    }

    private static void weigh(long[] hashes, int start) {
        for (int i = start; i < ROWS_MAX; i++) {
            hashes[i] *= WEIGHTS[i];
        }
    }

    private static long sum(long[] items, int start) {
        long even = 0;
        long odd = 0;
        int i = start;
        for (; i < items.length - 1; i += 2) {
            even += items[i];
            odd += items[i + 1];
        }
        return even + odd + (i < items.length ? items[i] : 0);
    }

    /** Folds high bits into low ones, because most floats and times end in zero bits. */
    private static long folded(long item) {
        return item ^ item >>> 32;
    }

    /** Returns the word of a cell of a list column, with the number of its type added. */
    private static long typed(Value value) {
        return value instanceof Atom atom ? word(atom.item(), 0) + number(atom.type()) : hash(value) + NESTED;
    }

    private static long number(QType type) {
        return MULTIPLIER * type.code();
    }

    /** Returns the word of an item of a vector. */
    private static long word(QVector items, int index) {
        int at = items.offset() + index;
        return switch (items.type().storage()) {
            case LONGS -> ((long[]) items.array())[at];
            case INTS -> ((int[]) items.array())[at];
            case SHORTS -> ((short[]) items.array())[at];
            case BYTES -> ((byte[]) items.array())[at];
            case FLOATS -> Double.doubleToLongBits(((double[]) items.array())[at]);
            case REALS -> Float.floatToIntBits(((float[]) items.array())[at]);
            case SYMBOLS -> Symbols.hashes()[((int[]) items.array())[at]];
            case VALUES -> hash(((Value[]) items.array())[at]);
            case GUIDS -> {
                long[] words = (long[]) items.array();
                yield mixed(words[GuidVector.LONGS_PER_ITEM * at]) ^ words[GuidVector.LONGS_PER_ITEM * at + 1];
            }
        };
    }

    /** Returns the hash of a value of any kind. */
    private static long hash(Value value) {
        if (value instanceof Atom atom) {
            return mixed(word(atom.item(), 0) ^ number(atom.type()));
        }
        if (value instanceof QVector items) {
            long hash = mixed(number(items.type()) + items.size());
            for (int i = 0; i < items.size(); i++) {
                hash = hash * FNV_PRIME + mixed(word(items, i));
            }
            return hash;
        }
        if (value instanceof Flip table) {
            long hash = table.columns().size();
            for (int i = 0; i < table.columns().size(); i++) {
                hash = hash * FNV_PRIME + mixed(factor(table.names().get(i)) ^ hash(table.column(i)));
            }
            return hash;
        }
        if (value instanceof QDictionary dictionary) {
            return mixed(hash(dictionary.keys())) * FNV_PRIME + hash(dictionary.values());
        }
        return mixed(value.hashCode()); // errors and functions: their hash is equal in every process
    }

    /** Returns the hash of a symbol's bytes. */
    static long bytesHash(byte[] bytes) {
        long hash = FNV_OFFSET;
        for (byte one : bytes) {
            hash = (hash ^ (one & 0xFF)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /** Spreads each bit of a word over all of them. */
    private static long mixed(long word) {
        long product = (word ^ word >>> 32) * MULTIPLIER;
        return product ^ product >>> 32;
    }
}
