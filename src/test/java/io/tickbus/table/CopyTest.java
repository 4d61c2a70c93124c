package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of a table without the rows of some sources. */
class CopyTest {
    private static final int SEGMENT_ROWS = 4;
    private static final Schema NUMBERS = new Schema(List.of("k", "n"), List.of(QType.LONG, QType.LONG), 0);

    private record Row(long key, long number, int source) {}

    private static Flip numbers(long from, long to) {
        long[] items = LongStream.range(from, to).toArray();
        return new Flip(
                NUMBERS.columns(), List.of(new LongVector(QType.LONG, items), new LongVector(QType.LONG, items)));
    }

    private static List<Long> all(Table table) {
        Flip rows = table.snapshot().rows(table.firstOffset(), table.nextOffset());
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            found.add(rows.column(1).longAt(i));
        }
        return found;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 4, 5, 8, 10, 11, 12, 13})
    void copyHasTheRowsOfOtherSourcesAndGoesItsOwnWay(long kept) {
        Table table = new Table(NUMBERS, SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(numbers(0, kept), 1);
        table.append(numbers(kept, 13), 2);
        Table copy = table.copyWithout(source -> source == 2, 100);
        assertThat(copy.firstOffset()).isEqualTo(100);
        assertThat(copy.nextOffset()).isEqualTo(100 + kept);
        assertThat(all(copy)).isEqualTo(range(0, kept));

        assertThat(copy.append(numbers(50, 60), 3)).isEqualTo(100 + kept);
        table.append(numbers(13, 20), 2);
        List<Long> both = new ArrayList<>(range(0, kept));
        both.addAll(range(50, 60));
        assertThat(all(copy)).isEqualTo(both);
        assertThat(all(table)).isEqualTo(range(0, 20));
        assertThat(all(copy.copyWithout(source -> source == 1, 0))).isEqualTo(range(50, 60));
    }

    @Test
    void fullSegmentsAreSharedBeforeAndBehindRowsThatAreLeftOut() {
        Table table = new Table(NUMBERS, SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(numbers(0, 8), 1);
        table.append(numbers(8, 12), 2);
        table.append(numbers(12, 17), 1);
        Table copy = table.copyWithout(source -> source == 2, 0);
        assertThat(all(copy)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 12L, 13L, 14L, 15L, 16L);
        for (int offset = 0; offset < 12; offset += SEGMENT_ROWS) {
            Flip original =
                    table.snapshot().run(offset < 8 ? offset : offset + 4, offset < 8 ? offset + 4 : offset + 8);
            LongVector shared =
                    (LongVector) copy.snapshot().run(offset, offset + 4).column(0);
            assertThat(shared).isEqualTo(original.column(0));
            assertThat(shared.array()).isSameAs(((LongVector) original.column(0)).array());
        }
    }

    @Test
    void copyOfATableThatRetentionHasShortenedBeginsWithWhatIsHere() {
        Table table = new Table(NUMBERS, SEGMENT_ROWS, 6);
        table.append(numbers(0, 18), 1);
        table.append(numbers(18, 20), 2);
        Table copy = table.copyWithout(source -> source == 2, 1000);
        assertThat(all(copy)).isEqualTo(range(table.firstOffset(), 18));
        copy.append(numbers(18, 40));
        assertThat(copy.count()).isBetween(6L, 9L);
    }

    /** Rows of several sources at random, with and without a key, against a list of them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void copyHasWhatAListOfTheRowsHas(long seed) {
        Random random = new Random(seed);
        boolean keyed = seed % 2 == 0;
        Table table = new Table(NUMBERS.keyedBy(keyed ? 1 : 0), SEGMENT_ROWS, Long.MAX_VALUE);
        List<Row> model = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int source = random.nextInt(4);
            int count = 1 + random.nextInt(6);
            long[] keys = random.longs(count, 0, 20).toArray();
            long[] numbers =
                    LongStream.range(model.size(), model.size() + count).toArray();
            for (int row = 0; row < count; row++) {
                model.add(new Row(keys[row], numbers[row], source));
            }
            table.append(
                    new Flip(
                            NUMBERS.columns(),
                            List.of(new LongVector(QType.LONG, keys), new LongVector(QType.LONG, numbers))),
                    source);
            int leftOut = random.nextInt(4);
            if (i % 10 == 9) {
                Table copy = table.copyWithout(left -> left == leftOut, table.nextOffset());
                assertThat(all(copy)).containsExactlyInAnyOrderElementsOf(expected(model, keyed, leftOut));
                assertThat(copy.count()).isEqualTo(all(copy).size());
                if (!keyed) {
                    assertThat(all(copy)).isSorted();
                }
            }
        }
    }

    private static List<Long> expected(List<Row> rows, boolean keyed, int leftOut) {
        Map<Long, Row> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(keyed ? row.key : row.number, row));
        return last.values().stream()
                .filter(row -> row.source != leftOut)
                .map(Row::number)
                .toList();
    }

    @Test
    void runsCountAsMemory() {
        Table one = new Table(NUMBERS, 1024, Long.MAX_VALUE);
        Table many = new Table(NUMBERS, 1024, Long.MAX_VALUE);
        for (int i = 0; i < 1024; i++) {
            one.append(numbers(i, i + 1), 1);
            many.append(numbers(i, i + 1), i % 2);
        }
        assertThat(many.bytes() - one.bytes()).isEqualTo(8 * 1023);
    }
}
