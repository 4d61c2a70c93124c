package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.Vector;
import java.util.Arrays;

/** {@code in} and {@code within}, of which the right side is a literal. */
final class Membership {
    private static final int FEW = 8;

    private Membership() {}

    static Items in(Items left, Vector list, int at) throws QueryException {
        QType type = left.type();
        byte[] flags = new byte[left.vector().size()];
        if ((type == QType.SYMBOL && list.type() == QType.SYMBOL) || isWhole(type, list.type())) {
            find(Longs.of(left.vector()), keys(Longs.of(list), list.size()), flags);
        } else if (isNumber(type) && isNumber(list.type())) {
            Doubles doubles = Doubles.of(left.vector());
            long[] bits = new long[flags.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = bits(doubles.at(i));
            }
            Doubles wanted = Doubles.of(list);
            long[] keys = new long[list.size()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = bits(wanted.at(i));
            }
            Arrays.sort(keys);
            find(new Longs(bits, 0, 1), keys, flags);
        } else if (type == list.type() && type == QType.GUID) {
            for (int i = 0; i < flags.length; i++) {
                for (int j = 0; j < list.size() && flags[i] == 0; j++) {
                    flags[i] = (byte) (left.vector().matches(i, list, j) ? 1 : 0);
                }
            }
        } else {
            throw QueryException.type(at, type + " in " + list.type());
        }
        return Items.ofBooleans(flags, left.atom());
    }

    private static boolean isWhole(QType left, QType right) {
        return left == right
                ? Types.isWhole(left)
                : isNumber(left) && isNumber(right) && Types.isWhole(left) && Types.isWhole(right);
    }

    private static boolean isNumber(QType type) {
        return Types.isNumber(type) || type == QType.DATETIME;
    }

    private static long bits(double item) {
        return Double.doubleToLongBits(item + 0.0); // adding 0.0 turns -0.0 into 0.0
    }

    private static long[] keys(Longs list, int size) {
        long[] keys = Arrays.copyOfRange(list.array(), list.from(), list.from() + size);
        Arrays.sort(keys);
        return keys;
    }

    private static void find(Longs items, long[] keys, byte[] flags) {
        long[] array = items.array();
        int from = items.from();
        for (int i = 0; i < flags.length; i++) {
            flags[i] = contains(keys, array[from + i]);
        }
    }

    private static byte contains(long[] keys, long item) {
        if (keys.length > FEW) {
            return (byte) (Arrays.binarySearch(keys, item) >= 0 ? 1 : 0);
        }
        for (long key : keys) {
            if (key == item) {
                return 1;
            }
        }
        return 0;
    }

    static Items within(Items left, Vector bounds, int at) throws QueryException {
        if (bounds.size() != 2) {
            throw QueryException.of("length", at, "within takes 2 bounds, not " + bounds.size());
        }
        Items from = Comparison.of(Verb.AT_LEAST).apply(left, new Items(bounds.slice(0, 1), true), at);
        Items to = Comparison.of(Verb.AT_MOST).apply(left, new Items(bounds.slice(1, 1), true), at);
        return Arithmetic.apply(Verb.AND, from, to, at);
    }

    /** {@code left like pattern}, each symbol matched once. */
    static Items like(Items left, Pattern pattern, int at) throws QueryException {
        byte[] flags = new byte[left.vector().size()];
        if (left.type() == QType.SYMBOL) {
            Longs ids = Longs.of(left.vector());
            for (int i = 0; i < flags.length; i++) {
                flags[i] = pattern.matchesSymbol((int) ids.at(i));
            }
        } else if (left.type() == QType.LIST) {
            for (int i = 0; i < flags.length; i++) {
                String text = Pattern.text(left.vector().valueAt(i));
                if (text == null) {
                    throw QueryException.type(at, "like of other than symbols and strings");
                }
                flags[i] = (byte) (pattern.matches(text) ? 1 : 0);
            }
        } else {
            throw QueryException.type(at, left.type() + " like a pattern");
        }
        return Items.ofBooleans(flags, left.atom());
    }
}
