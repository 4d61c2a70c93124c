package io.tickbus.query;

import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;

/**
 * A view of a vector's numbers as doubles. The verbs and aggregates use it. If the vector does not store doubles, the
 * numbers are copied. Nulls become NaN. The infinities of whole numbers keep their numeric value, as in q's own
 * arithmetic. Immutable if the vector is not changed.
 */
final class Doubles {
    private final double[] array;
    private final int from;
    private final int step;

    Doubles(double[] array, int from, int step) {
        this.array = array;
        this.from = from;
        this.step = step;
    }

    double[] array() {
        return array;
    }

    /** Returns the index of the first item in the array. */
    int from() {
        return from;
    }

    /** Returns the distance between items in the array: 1, or 0 for an atom, whose single item is repeated. */
    int step() {
        return step;
    }

    static Doubles of(Operand operand) {
        Doubles doubles = of(operand.vector());
        return operand.atom() ? new Doubles(doubles.array, doubles.from, 0) : doubles;
    }

    double at(int row) {
        return array[from + row * step];
    }

    static Doubles of(QVector vector) {
        if (vector instanceof FloatVector floats) {
            return new Doubles(floats.array(), floats.offset(), 1);
        }
        double[] wide = new double[vector.size()];
        if (vector instanceof RealVector reals) {
            float[] narrow = reals.array();
            int from = reals.offset();
            for (int i = 0; i < wide.length; i++) {
                wide[i] = narrow[from + i];
            }
            return new Doubles(wide, 0, 1);
        }
        Longs longs = Longs.of(vector);
        long[] items = longs.array();
        int from = longs.from();
        for (int i = 0; i < wide.length; i++) {
            wide[i] = items[from + i] == LongVector.NULL ? Double.NaN : items[from + i];
        }
        return new Doubles(wide, 0, 1);
    }
}
