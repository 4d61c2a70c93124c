package io.tickbus.query;

import io.tickbus.q.FloatVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.Arrays;

/** Computes {@code avg}: the mean of all items except nulls. If all items of a group are null, the mean is null. */
final class Averages implements Accumulator {
    private double[] sums = {};
    private long[] counts = {};

    @Override
    public void reserve(int groups) {
        if (groups > counts.length) {
            int room = Math.max(groups, 2 * counts.length);
            sums = Arrays.copyOf(sums, room);
            counts = Arrays.copyOf(counts, room);
        }
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        Doubles doubles = Doubles.of(operands[0].vector());
        double[] items = doubles.array();
        int from = doubles.from();
        for (int i = 0; i < rows; i++) {
            double item = items[from + i];
            if (!Double.isNaN(item)) {
                sums[groups[i]] += item;
                counts[groups[i]]++;
            }
        }
    }

    @Override
    public QVector result(int groups) {
        double[] averages = new double[groups];
        for (int i = 0; i < groups; i++) {
            averages[i] = sums[i] / counts[i];
        }
        return new FloatVector(QType.FLOAT, averages);
    }
}
