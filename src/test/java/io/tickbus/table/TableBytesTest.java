package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.HeapSize;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory of a table, and its estimates before and after an append. */
class TableBytesTest {
    private static final int SEGMENT_ROWS = 10_000;
    private static final Schema MIXED = new Schema(
            List.of("sym", "id", "n", "flag"), List.of(QType.SYMBOL, QType.GUID, QType.LONG, QType.BOOLEAN), 0);
    private static final int MIXED_ROW_BYTES = 4 + 16 + 8 + 1;
    private static final int RUN_BYTES = 8;
    private static final int ROWS_OF_EMPTY = 16;

    private static Flip mixed(int count) {
        VectorBuilder flags = new VectorBuilder(QType.BOOLEAN, count);
        VectorBuilder ids = new VectorBuilder(QType.GUID, count);
        String[] syms = new String[count];
        for (int i = 0; i < count; i++) {
            flags.appendNull();
            ids.appendNull();
            syms[i] = "tb" + i % 7;
        }
        return new Flip(MIXED.columns(), List.of(SymbolVector.of(syms), ids.build(), numbers(0, count), flags.build()));
    }

    private static QVector numbers(long from, long to) {
        return new LongVector(QType.LONG, LongStream.range(from, to).toArray());
    }

    private static Flip keyed(long from, long to) {
        return new Flip(List.of("k", "v"), List.of(numbers(from, to), numbers(from, to)));
    }

    @Test
    void arraysCountAsTheyAreAllocatedAndGrowthIsKnownBefore() {
        Table table = new Table(MIXED, SEGMENT_ROWS, Long.MAX_VALUE);
        Random random = new Random(20261130);
        while (table.segments() < 4) {
            Flip rows = mixed(1 + random.nextInt(3000));
            long before = table.bytes();
            long growth = table.growth(rows, Table.NO_SOURCE);
            table.append(rows);
            assertThat(table.bytes()).isEqualTo(before + growth);
            assertThat(table.bytes()).isGreaterThanOrEqualTo(table.count() * MIXED_ROW_BYTES);
        }
        assertThat(table.bytes()).isEqualTo(4L * SEGMENT_ROWS * MIXED_ROW_BYTES);
    }

    @Test
    void firstSegmentGrowsByDoublingAndNoFurtherThanASegment() {
        Table table = new Table(MIXED, SEGMENT_ROWS, Long.MAX_VALUE);
        assertThat(table.bytes()).isEqualTo(ROWS_OF_EMPTY * MIXED_ROW_BYTES);
        table.append(mixed(17));
        assertThat(table.bytes()).isEqualTo(32 * MIXED_ROW_BYTES);
        table.append(mixed(6008));
        assertThat(table.bytes()).isEqualTo(6025 * MIXED_ROW_BYTES);
        table.append(mixed(1));
        assertThat(table.bytes()).isEqualTo((long) SEGMENT_ROWS * MIXED_ROW_BYTES);
    }

    @Test
    void droppedSegmentsNoLongerCountAndTheOnlyOneLeavesAnEmptyTable() {
        Table table = new Table(MIXED, SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(mixed(2 * SEGMENT_ROWS + 5));

        assertThat(table.dropOldest()).isEqualTo(SEGMENT_ROWS);
        assertThat(table.firstOffset()).isEqualTo(SEGMENT_ROWS);
        assertThat(table.bytes()).isEqualTo(2L * SEGMENT_ROWS * MIXED_ROW_BYTES);
        table.dropOldest();
        assertThat(table.dropOldest()).isEqualTo(5);
        assertThat(table.bytes()).isEqualTo(ROWS_OF_EMPTY * MIXED_ROW_BYTES);
        assertThat(table.firstOffset()).isEqualTo(2L * SEGMENT_ROWS + 5);
        assertThat(table.append(mixed(3))).isEqualTo(2L * SEGMENT_ROWS + 5);
        assertThat(table.snapshot().run(table.firstOffset(), table.nextOffset()))
                .isEqualTo(mixed(3));
    }

    @Test
    void retentionGivesBackWhatItDrops() {
        Table table = new Table(MIXED, SEGMENT_ROWS, SEGMENT_ROWS);
        for (int i = 0; i < 50; i++) {
            table.append(mixed(2500));
        }
        assertThat(table.bytes()).isEqualTo((long) table.segments() * SEGMENT_ROWS * MIXED_ROW_BYTES);
    }

    @Test
    void indexOfKeysCountsAndUpdatesOfKnownKeysNeedNothing() {
        Table table = new Table(new Schema(List.of("k", "v"), List.of(QType.LONG, QType.LONG), 1), 1000, 1);
        for (int i = 0; i < 30; i++) {
            Flip rows = keyed(i * 500L, i * 500L + 500);
            long growth = table.growth(rows, Table.NO_SOURCE);
            long before = table.bytes();
            assertThat(table.hasKeysOf(rows)).isFalse();
            table.append(rows);
            assertThat(table.hasKeysOf(rows)).isTrue();
            assertThat(table.bytes() - before).isLessThanOrEqualTo(growth);
        }
        int slots = 32_768; // twice the keys at least
        assertThat(table.bytes()).isEqualTo(15L * 1000 * (16 + 8 + 4) + slots * 12L + 1000 * 8L);
        assertThat(table.hasKeysOf(keyed(14_999, 15_001))).isFalse();
    }

    /** Rows of three sources at random, mostly one at a time, so that there are nearly as many runs as rows. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void growthIsKnownBeforeThoughRowsAreOfManySources(int keys) {
        Table table = new Table(new Schema(List.of("k", "v"), List.of(QType.LONG, QType.LONG), keys), 100, 1000);
        Random random = new Random(20261130);
        long bytesOfRuns = 0;
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(500);
            Flip rows = keyed(key, key + (random.nextInt(50) == 0 ? 1 + random.nextInt(250) : 1));
            int source = random.nextInt(3);
            long most = table.bytes() + table.growth(rows, source);
            table.append(rows, source);
            assertThat(table.bytes()).isLessThanOrEqualTo(most);
            bytesOfRuns = Math.max(bytesOfRuns, table.growth(rows, source + 1));
        }
        assertThat(bytesOfRuns).as("the growth of runs is seen").isPositive();
    }

    @Test
    void aRowOfTheSameSourceAddsNoRunAndFullSegmentsHaveNoRoomForMore() {
        Table table = new Table(MIXED, 100, Long.MAX_VALUE);
        table.append(mixed(60), 1);
        table.append(mixed(10), 2);
        table.append(mixed(1), 1);
        table.append(mixed(1), 2);
        assertThat(table.bytes()).isEqualTo(100 * MIXED_ROW_BYTES + 4 * RUN_BYTES);
        assertThat(table.growth(mixed(28), 2)).isZero();
        assertThat(table.growth(mixed(28), 1)).isZero();
        table.append(mixed(28), 2);
        assertThat(table.bytes()).isEqualTo(100 * MIXED_ROW_BYTES + 3 * RUN_BYTES);
    }

    @Test
    void symbolKeysCountInPages() {
        Table table = new Table(new Schema(List.of("k"), List.of(QType.SYMBOL), 1), 1000, 1);
        Flip rows = new Flip(List.of("k"), List.of(SymbolVector.of("bytes.a", "bytes.b", "bytes.a")));
        long before = table.bytes();
        long growth = table.growth(rows, Table.NO_SOURCE);
        assertThat(table.hasKeysOf(rows)).isFalse();
        table.append(rows);
        assertThat(table.bytes()).isEqualTo(before + growth).isGreaterThan(before);
        assertThat(table.hasKeysOf(rows)).isTrue();
        assertThat(table.growth(rows, Table.NO_SOURCE)).isZero();
    }

    @Test
    void compactionByHandFreesASegmentWhenAsManyRowsWereSuperseded() {
        Table table = new Table(new Schema(List.of("k", "v"), List.of(QType.LONG, QType.LONG), 1), 1000, 1);
        table.append(keyed(0, 2000));
        assertThat(table.isCompactable()).isFalse();
        table.append(keyed(0, 1000));
        assertThat(table.isCompactable()).isTrue();
        long before = table.bytes();
        table.compactOldest();
        assertThat(table.bytes()).isEqualTo(before - table.segmentBytes());
        assertThat(table.count()).isEqualTo(2000);
        assertThatThrownBy(table::dropOldest).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void segmentsThatACopySharesCountOnce() {
        Table table = new Table(MIXED, SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(mixed(2 * SEGMENT_ROWS), 1);
        table.append(mixed(SEGMENT_ROWS), 2);
        Table copy = table.copyWithout(source -> source == 2, 3L * SEGMENT_ROWS);
        long segment = table.bytes() / 3;
        assertThat(segment).isGreaterThanOrEqualTo(table.segmentBytes());
        assertThat(copy.bytesWith(table)).isEqualTo(3 * segment);
        table.dropOldest();
        assertThat(copy.bytesWith(table)).isEqualTo(3 * segment);
        assertThat(table.emptyFrom(9).bytesWith(table))
                .isEqualTo(2 * segment + table.emptyFrom(9).bytes());
    }

    /** Against what the JVM says that the thread has allocated, which is what stays, as nothing here is garbage. */
    @Test
    void itemsOfListsAreEstimatedAboutRight() {
        Value[] items = new Value[20_000];
        long before = allocated();
        for (int i = 0; i < items.length; i++) {
            items[i] = new LongVector(QType.LONG, new long[5]);
        }
        double real = allocated() - before;
        assertThat(HeapSize.ofItems(new GeneralList(items)) / real).isBetween(0.8, 1.5);

        Table table = new Table(new Schema(List.of("t"), List.of(QType.LIST), 0), SEGMENT_ROWS, 1);
        Flip rows = new Flip(List.of("t"), List.of(new GeneralList(items)));
        long growth = table.growth(rows, Table.NO_SOURCE);
        long empty = table.bytes();
        table.append(rows);
        assertThat(table.bytes()).isLessThanOrEqualTo(empty + growth).isGreaterThan((long) (0.8 * real / 2));
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
