package io.tickbus.query;

import io.tickbus.q.ByteVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;

/**
 * A view of a vector's whole numbers as longs. The verbs and aggregates use it. If the vector does not store longs, the
 * numbers are copied. Nulls become the null of a long. The infinities of narrower types keep their numeric value, as in
 * q's own arithmetic. A symbol is represented by its id. Immutable if the vector is not changed.
 */
final class Longs {
    private final long[] array;
    private final int from;
    private final int step;

    Longs(long[] array, int from, int step) {
        this.array = array;
        this.from = from;
        this.step = step;
    }

    long[] array() {
        return array;
    }

    /** Returns the index of the first item in the array. */
    int from() {
        return from;
    }

    /** Returns the distance between items in the array: 1, or 0 for an atom, whose single item is repeated. */
    int step() {
        return step;
    }

    static Longs of(Operand operand) {
        Longs longs = of(operand.vector());
        return operand.atom() ? new Longs(longs.array, longs.from, 0) : longs;
    }

    long at(int row) {
        return array[from + row * step];
    }

    static Longs of(QVector vector) {
        if (vector instanceof LongVector longs) {
            return new Longs(longs.array(), longs.offset(), 1);
        }
        long[] wide = new long[vector.size()];
        int from = vector.offset();
        if (vector instanceof IntVector ints) {
            int[] narrow = ints.array();
            for (int i = 0; i < wide.length; i++) {
                int item = narrow[from + i];
                wide[i] = item == IntVector.NULL ? LongVector.NULL : item;
            }
        } else if (vector instanceof ShortVector shorts) {
            short[] narrow = shorts.array();
            for (int i = 0; i < wide.length; i++) {
                short item = narrow[from + i];
                wide[i] = item == ShortVector.NULL ? LongVector.NULL : item;
            }
        } else if (vector instanceof SymbolVector symbols) {
            int[] ids = symbols.array();
            for (int i = 0; i < wide.length; i++) {
                wide[i] = ids[from + i];
            }
        } else if (vector instanceof ByteVector bytes) {
            byte[] narrow = bytes.array();
            boolean chars = vector.type() == QType.CHAR;
            for (int i = 0; i < wide.length; i++) {
                int item = narrow[from + i] & 0xFF;
                wide[i] = chars && item == ' ' ? LongVector.NULL : item;
            }
        } else {
            throw new IllegalArgumentException("no whole numbers in " + vector);
        }
        return new Longs(wide, 0, 1);
    }

    /**
     * Returns the numbers multiplied by {@code factor}. The factor is at least 1. A product that is out of range
     * becomes an infinity.
     */
    static Longs scaled(Operand operand, long factor) {
        Longs longs = of(operand);
        if (factor == 1) {
            return longs;
        }
        long infinity = TypeRules.infinity(operand.type());
        long most = Long.MAX_VALUE / factor;
        long[] scaled = new long[operand.vector().size()];
        for (int i = 0; i < scaled.length; i++) {
            long item = longs.array[longs.from + i];
            if (item == LongVector.NULL) {
                scaled[i] = item;
            } else if (item >= infinity || item > most) {
                scaled[i] = LongVector.INFINITY;
            } else {
                scaled[i] = item <= -infinity || item < -most ? -LongVector.INFINITY : item * factor;
            }
        }
        return new Longs(scaled, 0, longs.step);
    }
}
