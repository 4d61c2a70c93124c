package io.tickbus.query;

import io.tickbus.q.FloatVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.Arrays;

/** Computes {@code dev}: the population standard deviation of all items except nulls. */
final class Deviations implements Accumulator {
    // The first item of each group. Differences from the first item are summed, because the squares of large items
    // would lose digits.
    private double[] firsts = {};
    private double[] sums = {};
    private double[] squares = {};
    private long[] counts = {};

    @Override
    public void reserve(int groups) {
        if (groups > counts.length) {
            int room = Math.max(groups, 2 * counts.length);
            firsts = Arrays.copyOf(firsts, room);
            sums = Arrays.copyOf(sums, room);
            squares = Arrays.copyOf(squares, room);
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
            int group = groups[i];
            if (!Double.isNaN(item)) {
                if (counts[group]++ == 0) {
                    firsts[group] = item;
                }
                double apart = item - firsts[group];
                sums[group] += apart;
                squares[group] += apart * apart;
            }
        }
    }

    @Override
    public QVector result(int groups) {
        double[] deviations = new double[groups];
        for (int i = 0; i < groups; i++) {
            double mean = sums[i] / counts[i];
            double variance = squares[i] / counts[i] - mean * mean;
            deviations[i] = Math.sqrt(variance < 0 ? 0 : variance);
        }
        return new FloatVector(QType.FLOAT, deviations);
    }
}
