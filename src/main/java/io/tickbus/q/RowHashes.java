package io.tickbus.q;

import java.util.Arrays;
import java.util.List;

/**
 * Hashes of rows, a word each. A row's hash follows from its columns' names and from the type and value of each cell. The order
 * of the columns, attributes and the ids of symbols do not count: a symbol is hashed by its bytes, so every process finds the
 * same hash. All NaN are alike. A list column that holds atoms of one type hashes as a column of that type. One thread at a time.
 */
final class RowHashes {
    private static final long MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;
    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;
    /** Salt of a value inside a list column that is no atom: {@code enlist 1} is another value than {@code 1}. */
    private static final long NESTED = 0x8A91_A6D4_0BF4_2040L;

    private List<String> names = List.of();
    private long[] salts = {};

    /**
     * Hashes rows {@code from} to {@code from + count} of a table.
     *
     * @param hashes receives one hash a row, from index 0 on
     */
    void read(Flip rows, int from, int count, long[] hashes) {
        salt(rows.names());
        Arrays.fill(hashes, 0, count, 0);
        for (int i = 0; i < salts.length; i++) {
            Vector column = rows.column(i);
            add(column, column.offset() + from, count, salts[i], hashes);
        }
    }

    private void salt(List<String> columns) {
        if (columns != names && !columns.equals(names)) {
            salts = new long[columns.size()];
            for (int i = 0; i < salts.length; i++) {
                salts[i] = salt(columns.get(i));
            }
        }
        names = columns; // the next batch brings the same list: then one comparison decides
    }

    private static long salt(String name) {
        int id = Symbols.id(name);
        return mixed(Symbols.hashes()[id]);
    }

    /** Adds a column's share to the hashes. The common types have a loop each, because every row of every table passes here. */
    private static void add(Vector column, int first, int count, long name, long[] hashes) {
        long salt = name ^ salt(column.type());
        long factor = name | 1;
        switch (column.type().storage()) {
            case LONGS -> {
                long[] items = (long[]) column.array();
                for (int i = 0; i < count; i++) {
                    hashes[i] += share(items[first + i], salt, factor);
                }
            }
            case FLOATS -> {
                double[] items = (double[]) column.array();
                for (int i = 0; i < count; i++) {
                    hashes[i] += share(Double.doubleToLongBits(items[first + i]), salt, factor);
                }
            }
            case SYMBOLS -> {
                int[] ids = (int[]) column.array();
                long[] byId = Symbols.hashes();
                for (int i = 0; i < count; i++) {
                    hashes[i] += share(byId[ids[first + i]], salt, factor);
                }
            }
            case INTS -> {
                int[] items = (int[]) column.array();
                for (int i = 0; i < count; i++) {
                    hashes[i] += share(items[first + i], salt, factor);
                }
            }
            case BYTES -> {
                byte[] items = (byte[]) column.array();
                for (int i = 0; i < count; i++) {
                    hashes[i] += share(items[first + i], salt, factor);
                }
            }
            default -> {
                int index = first - column.offset();
                for (int i = 0; i < count; i++) {
                    hashes[i] += share(column.valueAt(index + i), name, factor);
                }
            }
        }
    }

    private static long share(long item, long salt, long factor) {
        long product = (item ^ salt) * factor;
        return product ^ product >>> 32;
    }

    private static long share(Value value, long name, long factor) {
        return value instanceof Atom atom
                ? share(word(atom.item(), 0), name ^ salt(atom.type()), factor)
                : share(hash(value), name ^ NESTED, factor);
    }

    private static long salt(QType type) {
        return MULTIPLIER * type.code();
    }

    /** An item of a vector as a word. */
    private static long word(Vector items, int index) {
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

    /** The hash of a value of any kind. */
    private static long hash(Value value) {
        if (value instanceof Atom atom) {
            return mixed(word(atom.item(), 0) ^ salt(atom.type()));
        }
        if (value instanceof Vector items) {
            long hash = mixed(salt(items.type()) + items.size());
            for (int i = 0; i < items.size(); i++) {
                hash = hash * FNV_PRIME + mixed(word(items, i));
            }
            return hash;
        }
        if (value instanceof Flip table) {
            long hash = table.columns().size();
            for (int i = 0; i < table.columns().size(); i++) {
                hash = hash * FNV_PRIME + mixed(salt(table.names().get(i)) ^ hash(table.column(i)));
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
        return hash;
    }

    /** Spreads each bit of a word over all of them. */
    static long mixed(long word) {
        long product = (word ^ word >>> 32) * MULTIPLIER;
        return product ^ product >>> 32;
    }
}
