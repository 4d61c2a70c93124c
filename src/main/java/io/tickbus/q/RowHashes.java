package io.tickbus.q;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Hashes of rows, for {@link RowDigests}. A row's hash is the sum of its cells' hashes. A cell's hash is
 * {@code folded(w + t) * c}. Here w is the cell's 64-bit word, t a number for its type, and c an odd number for its
 * column's name. The hash does not depend on the process, on the order of columns, on attributes or on the ids of
 * symbols. A symbol is hashed by its bytes. All NaN have equal hashes. A column that is a general list of atoms hashes
 * like a column of the atoms' type. One thread at a time may use an instance.
 *
 * <p>Every row of every table is hashed, so speed matters. Each step is a loop over one or two arrays with one index.
 * The compiler turns a loop of this form into vector instructions. Rows are stored at the end of each array, because
 * the last row must always have the weight 1.
 */
final class RowHashes {
    /** The largest number of rows per call of {@link #append}. */
    static final int ROWS_MAX = 1024;

    private static final long P = 0x9E37_79B9_7F4A_7C15L;
    // Element i is P to the power of n, where n is the number of rows after index i.
    private static final long[] WEIGHTS = new long[ROWS_MAX];

    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;
    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;
    /**
     * The type number of nested values in a list column. With this number, the hashes of {@code enlist 1} and {@code 1}
     * differ.
     */
    private static final long NESTED = 0x8A91_A6D4_0BF4_2040L;

    /** Detects NaN. The sum of this number and a float's bits without the sign bit is negative for NaN only. */
    private static final long PAST_INFINITY_TO_SIGN =
            Long.MAX_VALUE - Double.doubleToLongBits(Double.POSITIVE_INFINITY);

    private static final long NAN = Double.doubleToLongBits(Double.NaN);

    static {
        WEIGHTS[ROWS_MAX - 1] = 1;
        for (int i = ROWS_MAX - 1; i > 0; i--) {
            WEIGHTS[i - 1] = WEIGHTS[i] * P;
        }
    }

    /**
     * Working arrays of one thread. All instances on the thread share these arrays. This saves memory if a process
     * keeps digests of many thousand tables.
     */
    private static final class Scratch {
        private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

        private final long[] words = new long[ROWS_MAX];
        private final long[] hashes = new long[ROWS_MAX];
        private final ByteBuffer bits =
                ByteBuffer.allocate(Long.BYTES * ROWS_MAX).order(ByteOrder.nativeOrder());
        private final DoubleBuffer bitsOfFloats = bits.asDoubleBuffer();
        private final LongBuffer bitsOfLongs = bits.asLongBuffer();
    }

    private List<String> names = List.of();
    private long[] factors = {};

    /**
     * Returns the digest after more rows are appended.
     *
     * @param digest the digest of all earlier rows
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
        // The next batch usually has this list object. The names then need no comparison.
        names = columns;
    }

    private static long factor(String name) {
        int id = Symbols.id(name);
        return mixed(Symbols.hashes()[id]) | 1;
    }

    /**
     * Writes the 64-bit word of each cell into {@code scratch}. Returns true if the words do not depend on the column's
     * type yet.
     */
    private static boolean load(QVector column, int from, int count, Scratch scratch) {
        int first = column.offset() + from;
        int start = ROWS_MAX - count;
        long[] words = scratch.words;
        switch (column.type().storage()) {
            case LONGS -> System.arraycopy((long[]) column.array(), first, words, start, count);
            case FLOATS -> {
                scratch.bitsOfFloats.put(
                        // A buffer converts floats to bits, because Java 17 has no vector instruction for this
                        // conversion.
                        0, (double[]) column.array(), first, count);
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
     * Replaces the bits of every NaN by the bits of one NaN, without a branch. The bits of a NaN are larger than the
     * bits of infinity.
     */
    private static void unifyNaN(long[] bits, int start) {
        for (int i = start; i < ROWS_MAX; i++) {
            long item = bits[i];
            // The shift copies the sign bit to all bits. The result has all bits set for a NaN, and no bit set for
            // another float.
            long isNaN = ((item & Long.MAX_VALUE) + PAST_INFINITY_TO_SIGN) >> (Long.SIZE - 1);
            bits[i] = (item & ~isNaN) | (NAN & isNaN);
        }
    }

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

    /** Folds the high bits into the low bits, because most floats and times end in zero bits. */
    private static long folded(long item) {
        return item ^ item >>> 32;
    }

    /** Returns the 64-bit word of a value in a list column. The word depends on the value's type. */
    private static long typed(Value value) {
        return value instanceof Atom atom ? word(atom.item(), 0) + number(atom.type()) : hash(value) + NESTED;
    }

    private static long number(QType type) {
        return MULTIPLIER * type.code();
    }

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
        // The Java hash of an error or a function is equal in every process.
        return mixed(value.hashCode());
    }

    static long bytesHash(byte[] bytes) {
        long hash = FNV_OFFSET;
        for (byte one : bytes) {
            hash = (hash ^ (one & 0xFF)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /** Makes every bit of the result depend on every bit of the word. */
    private static long mixed(long word) {
        long product = (word ^ word >>> 32) * MULTIPLIER;
        return product ^ product >>> 32;
    }
}
