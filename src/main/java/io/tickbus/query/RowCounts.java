package io.tickbus.query;

import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.Arrays;

/** Computes {@code count}, the number of rows, including rows with nulls. */
final class RowCounts implements Accumulator {
    private long[] counts = {};

    @Override
    public void reserve(int groups) {
        counts = groups > counts.length ? Arrays.copyOf(counts, Math.max(groups, 2 * counts.length)) : counts;
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        long[] all = counts;
        for (int i = 0; i < rows; i++) {
            all[groups[i]]++;
        }
    }

    @Override
    public QVector result(int groups) {
        return new LongVector(QType.LONG, Arrays.copyOf(counts, groups));
    }
}
