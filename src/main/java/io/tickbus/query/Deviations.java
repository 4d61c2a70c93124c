package io.tickbus.query;

import io.tickbus.q.FloatVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.Arrays;

/** {@code dev}: the standard deviation of a population, of all that is not null. */
final class Deviations implements Accumulator {
    private double[] firsts = {}; // squares of what is far from 0 would lose the digits that differ
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
