package io.tickbus.q;

import java.util.List;

/**
 * Hashes of rows, for {@link RowDigests}. A row's hash is the sum of its cells' words, each plus a number of its type and times an
 * odd number of its column's name. So the order of the columns, attributes and the ids of symbols do not count: a symbol is hashed
 * by its bytes, and every process finds the same hash. All NaN are alike. A list column that holds atoms of one type hashes as a
 * column of that type. One thread at a time.
 *
 * <p>Rows are not hashed one by one: the digest is a polynomial, so each column is added up by itself, with one multiplication a
 * cell, since every row of every table passes here.
 */
final class RowHashes {
    /** Rows that are hashed at a time at most. */
    static final int ROWS_MAX = 1024;

    private static final long P = 0x9E37_79B9_7F4A_7C15L;
    private static final long[] POWERS = new long[ROWS_MAX + 1]; // of P
    private static final long[] SUMS = new long[ROWS_MAX + 1]; // of so many powers, from the zeroth on
    private static final long P2;
    private static final long P3;
    private static final long P4;

    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;
    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;
    /** Number of the type of a value inside a list column that is no atom: {@code enlist 1} is another value than {@code 1}. */
    private static final long NESTED = 0x8A91_A6D4_0BF4_2040L;

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= ROWS_MAX; i++) {
            POWERS[i] = POWERS[i - 1] * P;
            SUMS[i] = SUMS[i - 1] + POWERS[i - 1];
        }
        P2 = POWERS[2];
        P3 = POWERS[3];
        P4 = POWERS[4];
    }

    private List<String> names = List.of();
    private long[] factors = {};

    /**
     * Returns the digest behind some rows.
     *
     * @param digest before them
     * @param count of the rows, {@link #ROWS_MAX} at most
     */
    long append(long digest, Flip rows, int from, int count) {
        prepare(rows.names());
        long sum = digest * POWERS[count];
        for (int i = 0; i < factors.length; i++) {
            sum += factors[i] * sum(rows.column(i), from, count);
        }
        return sum;
    }

    private void prepare(List<String> columns) {
        if (columns != names && !columns.equals(names)) {
            factors = new long[columns.size()];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = factor(columns.get(i));
            }
        }
        names = columns; // the next batch brings the same list: then one comparison decides
    }

    private static long factor(String name) {
        int id = Symbols.id(name);
        return mixed(Symbols.hashes()[id]) | 1;
    }

    /** The sum of a column's cells, each times P as often as rows follow it. */
    private static long sum(Vector column, int from, int count) {
        int first = column.offset() + from;
        long typed = number(column.type()) * SUMS[count];
        return switch (column.type().storage()) {
            case LONGS -> sum((long[]) column.array(), first, count) + typed;
            case FLOATS -> sum((double[]) column.array(), first, count) + typed;
            case SYMBOLS -> sum((int[]) column.array(), Symbols.hashes(), first, count) + typed;
            case INTS -> sum((int[]) column.array(), first, count) + typed;
            case BYTES -> sum((byte[]) column.array(), first, count) + typed;
            case SHORTS, REALS, GUIDS, VALUES -> {
                long sum = 0;
                for (int i = from; i < from + count; i++) {
                    sum = sum * P + item(column.valueAt(i));
                }
                yield sum;
            }
        };
    }

    private static long sum(long[] items, int first, int count) {
        long sum = 0;
        int i = first;
        for (int end = first + count - 3;
                i < end;
                i += 4) { // by four, so that few multiplications wait for one another
            sum = sum * P4
                    + folded(items[i]) * P3
                    + folded(items[i + 1]) * P2
                    + folded(items[i + 2]) * P
                    + folded(items[i + 3]);
        }
        for (; i < first + count; i++) {
            sum = sum * P + folded(items[i]);
        }
        return sum;
    }

    private static long sum(double[] items, int first, int count) {
        long sum = 0;
        int i = first;
        for (int end = first + count - 3; i < end; i += 4) {
            sum = sum * P4
                    + folded(items[i]) * P3
                    + folded(items[i + 1]) * P2
                    + folded(items[i + 2]) * P
                    + folded(items[i + 3]);
        }
        for (; i < first + count; i++) {
            sum = sum * P + folded(items[i]);
        }
        return sum;
    }

    private static long sum(int[] ids, long[] byId, int first, int count) {
        long sum = 0;
        int i = first;
        for (int end = first + count - 3; i < end; i += 4) {
            sum = sum * P4 + byId[ids[i]] * P3 + byId[ids[i + 1]] * P2 + byId[ids[i + 2]] * P + byId[ids[i + 3]];
        }
        for (; i < first + count; i++) {
            sum = sum * P + byId[ids[i]];
        }
        return sum;
    }

    private static long sum(int[] items, int first, int count) {
        long sum = 0;
        int i = first;
        for (int end = first + count - 3; i < end; i += 4) {
            sum = sum * P4 + items[i] * P3 + items[i + 1] * P2 + items[i + 2] * P + items[i + 3];
        }
        for (; i < first + count; i++) {
            sum = sum * P + items[i];
        }
        return sum;
    }

    private static long sum(byte[] items, int first, int count) {
        long sum = 0;
        for (int i = first; i < first + count; i++) {
            sum = sum * P + items[i];
        }
        return sum;
    }

    /** Numbers with zeros at the end, as most floats and times are, reach the low bits of the sum too. */
    private static long folded(long item) {
        return item ^ item >>> 32;
    }

    private static long folded(double item) {
        return folded(Double.doubleToLongBits(item));
    }

    private static long item(Value value) {
        return value instanceof Atom atom ? word(atom.item(), 0) + number(atom.type()) : hash(value) + NESTED;
    }

    private static long number(QType type) {
        return MULTIPLIER * type.code();
    }

    /** An item of a vector as the word that it adds to a sum. */
    private static long word(Vector items, int index) {
        int at = items.offset() + index;
        return switch (items.type().storage()) {
            case LONGS -> folded(((long[]) items.array())[at]);
            case INTS -> ((int[]) items.array())[at];
            case SHORTS -> ((short[]) items.array())[at];
            case BYTES -> ((byte[]) items.array())[at];
            case FLOATS -> folded(((double[]) items.array())[at]);
            case REALS -> Float.floatToIntBits(((float[]) items.array())[at]);
            case SYMBOLS -> Symbols.hashes()[((int[]) items.array())[at]];
            case VALUES -> hash(((Value[]) items.array())[at]);
            case GUIDS -> {
                long[] words = (long[]) items.array();
                yield mixed(words[GuidVector.LONGS_PER_ITEM * at]) ^ words[GuidVector.LONGS_PER_ITEM * at + 1];
            }
        };
    }

    /** The hash of a value of any kind. */
    private static long hash(Value value) {
        if (value instanceof Atom atom) {
            return mixed(word(atom.item(), 0) ^ number(atom.type()));
        }
        if (value instanceof Vector items) {
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
        if (value instanceof Dictionary dictionary) {
            return mixed(hash(dictionary.keys())) * FNV_PRIME + hash(dictionary.values());
        }
        return mixed(value.hashCode()); // an error or a function: records of texts and numbers
    }

    /** The hash that a symbol contributes, from its bytes. */
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
