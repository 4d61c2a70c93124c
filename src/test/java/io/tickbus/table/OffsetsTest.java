package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose first offset is not 0. */
class OffsetsTest {
    private static final int SEGMENT_ROWS = 4;
    private static final Schema NUMBERS = new Schema(List.of("n", "k"), List.of(QType.LONG, QType.LONG), 0);

    private static Flip numbers(long from, long to) {
        return new Flip(
                NUMBERS.columns(),
                List.of(
                        new LongVector(QType.LONG, LongStream.range(from, to).toArray()),
                        new LongVector(QType.LONG, LongStream.range(from, to).toArray())));
    }

    /** Equal rows in two tables whose first offsets differ. Only the offsets differ, all by one number. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void onlyTheOffsetsDiffer(long seed) {
        Random random = new Random(seed);
        Schema schema = NUMBERS.keyedBy(seed % 2 == 0 ? 1 : 0);
        long first = 1L + random.nextInt(1000);
        long retention = seed % 2 == 0 ? Long.MAX_VALUE : 30;
        Table table = new Table(schema, SEGMENT_ROWS, retention);
        Table moved = new Table(schema, SEGMENT_ROWS, retention).emptyFrom(first);
        assertThat(moved.firstOffset()).isEqualTo(first);
        assertThat(moved.count()).isZero();
        for (int i = 0; i < 300; i++) {
            long from = random.nextInt(20);
            Flip rows = numbers(from, from + random.nextInt(7));
            assertThat(moved.append(rows)).isEqualTo(table.append(rows) + first);
            assertThat(moved.firstOffset()).isEqualTo(table.firstOffset() + first);
            assertThat(moved.count()).isEqualTo(table.count());
            check(table.snapshot(), moved.snapshot(), first, random);
        }
    }

    private static void check(Snapshot snapshot, Snapshot moved, long by, Random random) {
        assertThat(moved.nextOffset()).isEqualTo(snapshot.nextOffset() + by);
        int rowsMax = 1 + random.nextInt(10);
        assertThat(moved.firstEnd(rowsMax)).isEqualTo(snapshot.firstEnd(rowsMax) + by);
        assertThat(moved.lastStart(rowsMax)).isEqualTo(snapshot.lastStart(rowsMax) + by);
        long offset =
                snapshot.firstOffset() + random.nextInt((int) (snapshot.nextOffset() - snapshot.firstOffset()) + 1);
        long end = snapshot.runEnd(offset, rowsMax);
        assertThat(moved.runEnd(offset + by, rowsMax)).isEqualTo(end + by);
        assertThat(moved.run(offset + by, end + by)).isEqualTo(snapshot.run(offset, end));
        assertThatThrownBy(() -> moved.runEnd(moved.firstOffset() - 1, rowsMax))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
