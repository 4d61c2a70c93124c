package io.tickbus.query;

import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.Arrays;

/**
 * Computes {@code sum} of whole numbers and temporals. Nulls are ignored. A sum that is too large wraps around, as in
 * q. Booleans, bytes, shorts and ints have an int as their sum. The sum of longs is a long. The sum of temporals has
 * the type of its items.
 *
 * <p>Source: <a href="https://code.kx.com/q/ref/sum/#domains-and-ranges">sum, domains and ranges</a>.
 */
final class LongSums implements Accumulator {
    private final QType type;
    private long[] sums = {};

    LongSums(QType type) {
        this.type = TypeRules.isTemporal(type) ? type : TypeRules.later(type, QType.INT);
    }

    @Override
    public void reserve(int groups) {
        sums = groups > sums.length ? Arrays.copyOf(sums, Math.max(groups, 2 * sums.length)) : sums;
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        Longs longs = Longs.of(operands[0].vector());
        long[] items = longs.array();
        int from = longs.from();
        long[] all = sums;
        for (int i = 0; i < rows; i++) {
            long item = items[from + i];
            all[groups[i]] += item == LongVector.NULL ? 0 : item;
        }
    }

    @Override
    public QVector result(int groups) {
        return Operand.ofLongs(type, Arrays.copyOf(sums, groups));
    }
}
