package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A table without a key: an ordered log in segments of four rows. */
class TableTest {
    private static final Schema NUMBERS = new Schema(List.of("n"), List.of(QType.LONG), 0);
    private static final int SEGMENT_ROWS = 4;

    private final Table table = new Table(NUMBERS, SEGMENT_ROWS, Long.MAX_VALUE);

    /** Rows whose values are their offsets when appended in turn. */
    private static Flip numbers(long from, long to) {
        long[] items = LongStream.range(from, to).toArray();
        return new Flip(List.of("n"), List.of(new LongVector(QType.LONG, items)));
    }

    private static Flip readByRuns(Snapshot snapshot, int rowsMax) {
        List<Flip> runs = new ArrayList<>();
        for (long offset = snapshot.firstOffset(); offset < snapshot.nextOffset(); ) {
            long end = snapshot.runEnd(offset, rowsMax);
            Flip run = snapshot.run(offset, end);
            assertThat(run.size()).isEqualTo((int) (end - offset)).isBetween(1, Math.min(rowsMax, SEGMENT_ROWS));
            runs.add(run);
            offset = end;
        }
        return RandomRows.joined(snapshot.schema(), runs);
    }

    @Test
    void offsetsRiseByOneAcrossSegments() {
        assertThat(table.append(numbers(0, 3))).isZero();
        assertThat(table.append(numbers(3, 14))).isEqualTo(3);
        assertThat(table.append(numbers(14, 14))).isEqualTo(14);
        assertThat(table.append(numbers(14, 15))).isEqualTo(14);

        assertThat(table.firstOffset()).isZero();
        assertThat(table.nextOffset()).isEqualTo(15);
        assertThat(table.count()).isEqualTo(15);
        assertThat(readByRuns(table.snapshot(), 100)).isEqualTo(numbers(0, 15));
    }

    @Test
    void runEndsAtItsSegmentAtTheMostRowsAndAtTheTablesEnd() {
        table.append(numbers(0, 10));
        Snapshot snapshot = table.snapshot();

        assertThat(snapshot.runEnd(1, 100)).isEqualTo(4);
        assertThat(snapshot.runEnd(1, 2)).isEqualTo(3);
        assertThat(snapshot.runEnd(4, 4)).isEqualTo(8);
        assertThat(snapshot.runEnd(8, 100)).isEqualTo(10);
        assertThat(snapshot.runEnd(10, 100)).isEqualTo(10);
        assertThat(snapshot.run(5, 7)).isEqualTo(numbers(5, 7));
        assertThat(snapshot.run(10, 10)).isEqualTo(numbers(0, 0));
        assertThat(readByRuns(snapshot, 3)).isEqualTo(numbers(0, 10));
    }

    @Test
    void offsetOutsideTheTableIsRefusedWithItsBounds() {
        Table kept = new Table(NUMBERS, SEGMENT_ROWS, 1);
        kept.append(numbers(0, 10));
        Snapshot snapshot = kept.snapshot();

        assertThatThrownBy(() -> snapshot.runEnd(7, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("offset 7 is not in 8 to 10");
        assertThatThrownBy(() -> snapshot.runEnd(11, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void snapshotOfATableStillEmptyHasNoRows() {
        Snapshot snapshot = table.snapshot();
        assertThat(snapshot.count()).isZero();
        assertThat(snapshot.runEnd(0, 10)).isZero();
        assertThat(RandomRows.first(snapshot, 5)).isEqualTo(NUMBERS.empty());
        assertThat(RandomRows.last(snapshot, 5)).isEqualTo(NUMBERS.empty());
        assertThat(snapshot.firstEnd(5)).isZero();
        assertThat(snapshot.lastStart(5)).isZero();
    }

    @Test
    void snapshotStaysAsItWasWhileTheTableGoesOn() {
        Table kept = new Table(NUMBERS, SEGMENT_ROWS, 6);
        kept.append(numbers(0, 6));
        Snapshot snapshot = kept.snapshot();
        kept.append(numbers(6, 5000));

        assertThat(kept.firstOffset()).isGreaterThan(6);
        assertThat(snapshot.firstOffset()).isZero();
        assertThat(snapshot.nextOffset()).isEqualTo(6);
        assertThat(snapshot.count()).isEqualTo(6);
        assertThat(readByRuns(snapshot, 100)).isEqualTo(numbers(0, 6));
        assertThat(RandomRows.last(snapshot, 3)).isEqualTo(numbers(3, 6));
    }

    @Test
    void firstSegmentGrowsPastTheRoomItBeganWithAndSnapshotsKeepTheirArrays() {
        Table large = new Table(NUMBERS, 100_000, Long.MAX_VALUE);
        large.append(numbers(0, 1000));
        Snapshot before = large.snapshot();
        large.append(numbers(1000, 150_000));

        assertThat(RandomRows.first(before, 2000)).isEqualTo(numbers(0, 1000));
        assertThat(RandomRows.first(large.snapshot(), 200_000)).isEqualTo(numbers(0, 150_000));
    }

    @Test
    void retentionDropsWholeSegmentsAndKeepsAtLeastTheRowsAskedFor() {
        int retentionRowsMax = 10;
        Table kept = new Table(NUMBERS, SEGMENT_ROWS, retentionRowsMax);
        Random random = new Random(7);
        long next = 0;
        for (int i = 0; i < 200; i++) {
            int count = random.nextInt(9);
            assertThat(kept.append(numbers(next, next + count))).isEqualTo(next);
            next += count;

            assertThat(kept.firstOffset() % SEGMENT_ROWS).isZero();
            assertThat(kept.count())
                    .isEqualTo(next - kept.firstOffset())
                    .isGreaterThanOrEqualTo(Math.min(next, retentionRowsMax))
                    .isLessThan(retentionRowsMax + SEGMENT_ROWS);
            assertThat(readByRuns(kept.snapshot(), 100)).isEqualTo(numbers(kept.firstOffset(), next));
        }
        assertThat(kept.firstOffset()).isPositive();
    }

    @Test
    void firstAndLastReachAcrossSegments() {
        table.append(numbers(0, 11));
        Snapshot snapshot = table.snapshot();

        for (int rows = 1; rows <= 11; rows++) {
            assertThat(RandomRows.first(snapshot, rows)).isEqualTo(numbers(0, rows));
            assertThat(RandomRows.last(snapshot, rows)).isEqualTo(numbers(11 - rows, 11));
            assertThat(snapshot.firstEnd(rows)).isEqualTo(rows);
            assertThat(snapshot.lastStart(rows)).isEqualTo(11 - rows);
        }
        assertThat(RandomRows.first(snapshot, Integer.MAX_VALUE)).isEqualTo(numbers(0, 11));
        assertThat(RandomRows.last(snapshot, Integer.MAX_VALUE)).isEqualTo(numbers(0, 11));
        assertThat(snapshot.firstEnd(100)).isEqualTo(11);
        assertThat(snapshot.lastStart(100)).isZero();
    }

    @Test
    void everyTypeIsKeptAcrossSegments() {
        Schema schema = RandomRows.everyType(0);
        Table all = new Table(schema, SEGMENT_ROWS, Long.MAX_VALUE);
        Random random = new Random(11);
        List<Flip> appended = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            appended.add(RandomRows.rows(schema, random.nextInt(7), random));
            all.append(appended.get(i));
        }
        Flip expected = RandomRows.joined(schema, appended);
        assertThat(readByRuns(all.snapshot(), 100)).isEqualTo(expected);
        assertThat(RandomRows.first(all.snapshot(), 1000)).isEqualTo(expected);
        assertThat(RandomRows.last(all.snapshot(), 1000)).isEqualTo(expected);
    }

    @Test
    void rowsThatDoNotFitAreRefusedAndNothingIsApplied() {
        table.append(numbers(0, 1));
        Flip floats = new Flip(List.of("n"), List.of(new FloatVector(QType.FLOAT, 1.0)));
        Flip renamed = new Flip(List.of("m"), List.of(new LongVector(QType.LONG, 1)));

        assertThatThrownBy(() -> table.append(floats))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column n is float, long expected");
        assertThatThrownBy(() -> table.append(renamed)).hasMessage("column m stands in the place of n");
        assertThat(table.nextOffset()).isEqualTo(1);
        assertThat(RandomRows.first(table.snapshot(), 10)).isEqualTo(numbers(0, 1));
    }
}
