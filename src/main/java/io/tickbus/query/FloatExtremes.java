package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.Arrays;

/**
 * Computes {@code min} and {@code max} of floats. Nulls are ignored. For a group without items, the result is an
 * infinity, as in q.
 */
final class FloatExtremes implements Accumulator {
    private final QType type;
    private final boolean max;
    private double[] extremes = {};

    FloatExtremes(QType type, boolean max) {
        this.type = type;
        this.max = max;
    }

    @Override
    public void reserve(int groups) {
        int before = extremes.length;
        if (groups > before) {
            extremes = Arrays.copyOf(extremes, Math.max(groups, 2 * before));
            double ofNone = max ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            Arrays.fill(extremes, before, extremes.length, ofNone);
        }
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        Doubles doubles = Doubles.of(operands[0].vector());
        double[] items = doubles.array();
        int from = doubles.from();
        double[] all = extremes;
        for (int i = 0; i < rows; i++) {
            double item = items[from + i];
            double before = all[groups[i]];
            // a null is NaN, and its comparison is always false
            if (max ? item > before : item < before) {
                all[groups[i]] = item;
            }
        }
    }

    @Override
    public QVector result(int groups) {
        return Operand.ofDoubles(type, Arrays.copyOf(extremes, groups));
    }
}
