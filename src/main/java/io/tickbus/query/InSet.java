package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import java.util.Arrays;

/** The literal on the right of {@code in}, as a set for fast look-ups. {@link Evaluation} uses it. Immutable. */
final class InSet {
    private static final int FEW = 8;

    private final boolean fractions;
    // The sorted items of the set: whole numbers, symbol ids, or the bits of floats.
    private final long[] keys;
    private final byte[] bySymbol; // index: a symbol's id; item: 1 if the set has this symbol

    private InSet(boolean fractions, long[] keys, byte[] bySymbol) {
        this.fractions = fractions;
        this.keys = keys;
        this.bySymbol = bySymbol;
    }

    /**
     * Converts a literal to a set.
     *
     * @param type the type of the items that are looked up
     * @param list the literal's items
     * @param at the position of {@code in} in the query's text, from 1
     * @throws QueryException with q's {@code type} if the types cannot match
     */
    static InSet of(QType type, QVector list, int at) throws QueryException {
        QType other = list.type();
        boolean symbols = type == QType.SYMBOL && other == QType.SYMBOL;
        if (!symbols && type != other && !(isNumber(type) && isNumber(other))) {
            throw QueryException.type(at, type + " in " + other);
        }
        if (symbols || (TypeRules.isWhole(type) && TypeRules.isWhole(other))) {
            Longs items = Longs.of(list);
            long[] keys = Arrays.copyOfRange(items.array(), items.from(), items.from() + list.size());
            Arrays.sort(keys);
            return new InSet(false, keys, symbols ? bySymbol(keys) : new byte[0]);
        }
        if (isNumber(type)) {
            long[] keys = bits(list);
            Arrays.sort(keys);
            return new InSet(true, keys, new byte[0]);
        }
        throw QueryException.type(at, type + " in " + other);
    }

    private static boolean isNumber(QType type) {
        return TypeRules.isNumber(type) || type == QType.DATETIME;
    }

    private static byte[] bySymbol(long[] rising) {
        int most = rising.length == 0 ? 0 : (int) Math.max(0, rising[rising.length - 1]);
        byte[] flags = new byte[most + 1];
        for (long id : rising) {
            // A symbol that only the query has gets a negative id. No column contains negative ids.
            if (id >= 0) {
                flags[(int) id] = 1;
            }
        }
        return flags;
    }

    private static long[] bits(QVector items) {
        Doubles doubles = Doubles.of(items);
        long[] bits = new long[items.size()];
        for (int i = 0; i < bits.length; i++) {
            // Adding 0.0 turns -0.0 into 0.0, because both are equal in q.
            bits[i] = Double.doubleToLongBits(doubles.at(i) + 0.0);
        }
        return bits;
    }

    Operand in(Operand left) {
        byte[] flags = new byte[left.vector().size()];
        if (left.vector() instanceof SymbolVector symbols && !left.atom()) {
            findSymbols(symbols, flags);
        } else if (fractions) {
            find(bits(left.vector()), 0, flags);
        } else {
            Longs longs = Longs.of(left.vector());
            find(longs.array(), longs.from(), flags);
        }
        return Operand.ofBooleans(flags, left.atom());
    }

    private void findSymbols(SymbolVector symbols, byte[] flags) {
        int[] ids = symbols.array();
        int from = symbols.offset();
        byte[] wanted = bySymbol;
        for (int i = 0; i < flags.length; i++) {
            int id = ids[from + i];
            flags[i] = id >= 0 ? id < wanted.length ? wanted[id] : 0 : flag(contains(id));
        }
    }

    private void find(long[] items, int from, byte[] flags) {
        for (int i = 0; i < flags.length; i++) {
            flags[i] = flag(contains(items[from + i]));
        }
    }

    private boolean contains(long item) {
        if (keys.length > FEW) {
            return Arrays.binarySearch(keys, item) >= 0;
        }
        boolean found = false;
        for (long key : keys) {
            // Without an early exit, the processor has no branch to mispredict.
            found |= key == item;
        }
        return found;
    }

    private static byte flag(boolean flag) {
        return (byte) (flag ? 1 : 0);
    }
}
