package io.tickbus.query;

import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import org.jspecify.annotations.Nullable;

/** {@code N xbar x}: the largest multiple of N that is not above x. */
final class Bars {
    private Bars() {}

    static Items apply(Items width, Items items, int at) throws QueryException {
        QType type = type(width.type(), items.type());
        if (type == null || !width.atom()) {
            throw QueryException.type(at, width.type() + " xbar " + items.type());
        }
        int size = items.vector().size();
        if (Types.isFraction(type)) {
            double[] bars = new double[size];
            double step = Doubles.of(width.vector()).at(0);
            requireWidth(Double.isNaN(step) || step == 0, at);
            Doubles doubles = Doubles.of(items.vector());
            for (int i = 0; i < size; i++) {
                double item = doubles.at(i);
                bars[i] = Double.isInfinite(item) ? item : step * Math.floor(item / step);
            }
            return new Items(Items.ofDoubles(type, bars), items.atom());
        }
        long step = Types.isFraction(width.type())
                ? (long) Doubles.of(width.vector()).at(0)
                : Longs.of(width.vector()).at(0);
        requireWidth(step == LongVector.NULL || step == 0, at);
        Longs longs = Longs.of(items.vector());
        long[] bars = new long[size];
        for (int i = 0; i < size; i++) {
            long item = longs.at(i);
            bars[i] = item == LongVector.NULL ? item : step * Math.floorDiv(item, step);
        }
        return new Items(Items.ofLongs(type, bars), items.atom());
    }

    private static void requireWidth(boolean none, int at) throws QueryException {
        if (none) {
            throw QueryException.of("domain", at, "xbar by 0 or null");
        }
    }

    private static @Nullable QType type(QType width, QType items) {
        if (Types.isNumber(width) && Types.isNumber(items)) {
            if (Types.isFraction(width) || Types.isFraction(items)) {
                return QType.FLOAT;
            }
            return Arithmetic.number(width, items);
        }
        boolean number = Types.isNumber(width)
                && !Types.isFraction(width)
                && Types.isTemporal(items)
                && !Types.isFraction(items);
        boolean span = width == items && Types.isSpan(items);
        return number || span || (width == QType.TIMESPAN && items == QType.TIMESTAMP) ? items : null;
    }
}
