package io.tickbus.query;

import io.tickbus.q.FloatVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.VectorBuilder;

/**
 * Copies the items at some indices of a vector, like q's indexing {@code vector rows}. All classes of this package that
 * reorder or select rows use it. Stateless.
 */
final class ItemPicker {
    private ItemPicker() {}

    static QVector pick(QVector vector, int[] rows, int count) {
        return pick(vector, 0, rows, count);
    }

    /**
     * Copies items to a new vector of the type of {@code vector}.
     *
     * @param first an offset that is added to each index
     * @param rows indices of items, relative to {@code first}
     * @param count how many of the indices to use
     */
    static QVector pick(QVector vector, int first, int[] rows, int count) {
        int from = vector.offset() + first;
        if (vector instanceof LongVector longs) {
            long[] all = longs.array();
            long[] picked = new long[count];
            for (int i = 0; i < count; i++) {
                picked[i] = all[from + rows[i]];
            }
            return new LongVector(vector.type(), picked);
        }
        if (vector instanceof FloatVector floats) {
            double[] all = floats.array();
            double[] picked = new double[count];
            for (int i = 0; i < count; i++) {
                picked[i] = all[from + rows[i]];
            }
            return new FloatVector(vector.type(), picked);
        }
        if (vector instanceof IntVector ints) {
            return new IntVector(vector.type(), ints(ints.array(), from, rows, count));
        }
        if (vector instanceof SymbolVector symbols) {
            return SymbolVector.ofIds(ints(symbols.array(), from, rows, count));
        }
        VectorBuilder picked = new VectorBuilder(vector.type(), count);
        for (int i = 0; i < count; i++) {
            picked.append(vector.slice(first + rows[i], 1));
        }
        return picked.build();
    }

    private static int[] ints(int[] all, int from, int[] rows, int count) {
        int[] picked = new int[count];
        for (int i = 0; i < count; i++) {
            picked[i] = all[from + rows[i]];
        }
        return picked;
    }
}
