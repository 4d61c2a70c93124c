package io.tickbus.query;

import io.tickbus.q.FloatVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.Arrays;

/**
 * Computes {@code weights wavg items}. The result is the sum of the products of weights and items, divided by the sum
 * of the weights. As in q, pairs with a null are ignored.
 *
 * <p>Source: <a href="https://code.kx.com/q/ref/avg/#wavg">wavg</a>.
 */
final class WeightedAverage implements Accumulator {
    // Two sums for each group: the sum of the products, and the sum of the weights.
    private double[] sums = {};

    @Override
    public void reserve(int groups) {
        sums = 2 * groups > sums.length ? Arrays.copyOf(sums, Math.max(2 * groups, 2 * sums.length)) : sums;
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        Doubles weights = Doubles.of(operands[0]);
        Doubles items = Doubles.of(operands[1]);
        double[] all = sums;
        for (int i = 0; i < rows; i++) {
            double weight = weights.array()[weights.from() + i * weights.step()];
            double item = items.array()[items.from() + i * items.step()];
            if (!Double.isNaN(weight) && !Double.isNaN(item)) {
                all[2 * groups[i]] += weight * item;
                all[2 * groups[i] + 1] += weight;
            }
        }
    }

    @Override
    public QVector result(int groups) {
        double[] averages = new double[groups];
        for (int i = 0; i < groups; i++) {
            averages[i] = sums[2 * i] / sums[2 * i + 1];
        }
        return new FloatVector(QType.FLOAT, averages);
    }
}
