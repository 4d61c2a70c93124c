package io.tickbus.query;

import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import org.jspecify.annotations.Nullable;

/** Evaluates {@code N xbar x}: the largest multiple of N that is at most x. {@link Evaluation} uses it. Stateless. */
final class Bars {
    private Bars() {}

    static Operand apply(Operand width, Operand operand, int at) throws QueryException {
        QType type = type(width.type(), operand.type());
        if (type == null || !width.atom()) {
            throw QueryException.type(at, width.type() + " xbar " + operand.type());
        }
        int size = operand.vector().size();
        if (TypeRules.isFraction(type)) {
            double[] bars = new double[size];
            double step = Doubles.of(width.vector()).at(0);
            requireWidth(Double.isNaN(step) || step == 0, at);
            Doubles doubles = Doubles.of(operand.vector());
            for (int i = 0; i < size; i++) {
                double item = doubles.at(i);
                bars[i] = Double.isInfinite(item) ? item : step * Math.floor(item / step);
            }
            return new Operand(Operand.ofDoubles(type, bars), operand.atom());
        }
        long step = TypeRules.isFraction(width.type())
                ? (long) Doubles.of(width.vector()).at(0)
                : Longs.of(width.vector()).at(0);
        requireWidth(step == LongVector.NULL || step == 0, at);
        Longs longs = Longs.of(operand.vector());
        long[] bars = new long[size];
        for (int i = 0; i < size; i++) {
            long item = longs.at(i);
            bars[i] = item == LongVector.NULL ? item : step * Math.floorDiv(item, step);
        }
        return new Operand(Operand.ofLongs(type, bars), operand.atom());
    }

    private static void requireWidth(boolean none, int at) throws QueryException {
        if (none) {
            throw QueryException.of("domain", at, "xbar by 0 or null");
        }
    }

    private static @Nullable QType type(QType width, QType items) {
        if (TypeRules.isNumber(width) && TypeRules.isNumber(items)) {
            if (TypeRules.isFraction(width) || TypeRules.isFraction(items)) {
                return QType.FLOAT;
            }
            return Arithmetic.number(width, items);
        }
        boolean number = TypeRules.isNumber(width)
                && !TypeRules.isFraction(width)
                && TypeRules.isTemporal(items)
                && !TypeRules.isFraction(items);
        boolean span = width == items && TypeRules.isSpan(items);
        return number || span || (width == QType.TIMESPAN && items == QType.TIMESTAMP) ? items : null;
    }
}
