package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.Arrays;

/** Computes {@code sum} of reals, floats and datetimes. The sum has the type of its items. Nulls are ignored. */
final class FloatSums implements Accumulator {
    private final QType type;
    private double[] sums = {};

    FloatSums(QType type) {
        this.type = type;
    }

    @Override
    public void reserve(int groups) {
        sums = groups > sums.length ? Arrays.copyOf(sums, Math.max(groups, 2 * sums.length)) : sums;
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        Doubles doubles = Doubles.of(operands[0].vector());
        double[] items = doubles.array();
        int from = doubles.from();
        double[] all = sums;
        for (int i = 0; i < rows; i++) {
            double item = items[from + i];
            all[groups[i]] += !Double.isNaN(item) ? item : 0;
        }
    }

    @Override
    public QVector result(int groups) {
        return Operand.ofDoubles(type, Arrays.copyOf(sums, groups));
    }
}
