package io.tickbus.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A method handle has at most 255 words of parameters, and each of these components takes two. */
class WideRecordTest {
    record Wide(
            long a0,
            long a1,
            long a2,
            long a3,
            long a4,
            long a5,
            long a6,
            long a7,
            long a8,
            long a9,
            double b0,
            double b1,
            double b2,
            double b3,
            double b4,
            double b5,
            double b6,
            double b7,
            double b8,
            double b9,
            long c0,
            long c1,
            long c2,
            long c3,
            long c4,
            long c5,
            long c6,
            long c7,
            long c8,
            long c9,
            double d0,
            double d1,
            double d2,
            double d3,
            double d4,
            double d5,
            double d6,
            double d7,
            double d8,
            double d9,
            long e0,
            long e1,
            long e2,
            long e3,
            long e4,
            long e5,
            long e6,
            long e7,
            long e8,
            long e9,
            double f0,
            double f1,
            double f2,
            double f3,
            double f4,
            double f5,
            double f6,
            double f7,
            double f8,
            double f9,
            long g0,
            long g1,
            long g2,
            long g3,
            long g4,
            long g5,
            long g6,
            long g7,
            long g8,
            long g9,
            double h0,
            double h1,
            double h2,
            double h3,
            double h4,
            double h5,
            double h6,
            double h7,
            double h8,
            double h9,
            long i0,
            long i1,
            long i2,
            long i3,
            long i4,
            long i5,
            long i6,
            long i7,
            long i8,
            long i9,
            double j0,
            double j1,
            double j2,
            double j3,
            double j4,
            double j5,
            double j6,
            double j7,
            double j8,
            double j9) {}

    @Test
    void recordMayHaveAHundredComponents() {
        List<String> names = new ArrayList<>();
        List<QVector> columns = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            names.add((char) ('a' + i / 10) + "" + i % 10);
            columns.add(i / 10 % 2 == 0 ? new LongVector(QType.LONG, i) : new FloatVector(QType.FLOAT, i));
        }
        Flip rows = new Flip(names, columns);
        RecordMapping<Wide> mapping = RecordMapping.of(Wide.class, Schema.of(rows));

        assertThat(mapping.read(rows, 0))
                .extracting(Wide::a1, Wide::e5, Wide::j9)
                .containsExactly(1L, 45L, 99.0);
        assertThat(mapping.write(mapping.read(rows))).isEqualTo(rows);
    }
}
