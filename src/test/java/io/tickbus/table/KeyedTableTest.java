package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table with a key: the last row of each key, in the order of the last changes. */
class KeyedTableTest {
    private static final Schema PRICES = new Schema(List.of("sym", "price"), List.of(QType.SYMBOL, QType.LONG), 1);
    private static final int SEGMENT_ROWS = 4;

    private final Table table = new Table(PRICES, SEGMENT_ROWS, Long.MAX_VALUE);

    /** Rows from texts such as {@code "a:1 b:2"}; a null symbol is empty. */
    private static Flip prices(String rows) {
        String[] parts = rows.isEmpty() ? new String[0] : rows.split(" ", -1);
        String[] syms = Arrays.stream(parts)
                .map(part -> part.substring(0, part.indexOf(':')))
                .toArray(String[]::new);
        long[] prices = Arrays.stream(parts)
                .mapToLong(part -> Long.parseLong(part.substring(part.indexOf(':') + 1)))
                .toArray();
        return new Flip(PRICES.columns(), List.of(SymbolVector.of(syms), new LongVector(QType.LONG, prices)));
    }

    private static Flip keyed(QVector keys, long... values) {
        return new Flip(List.of("k", "v"), List.of(keys, new LongVector(QType.LONG, values)));
    }

    private static Table keyedBy(QType type) {
        return new Table(new Schema(List.of("k", "v"), List.of(type, QType.LONG), 1), SEGMENT_ROWS, Long.MAX_VALUE);
    }

    private static Flip all(Table table) {
        return RandomRows.first(table.snapshot(), Integer.MAX_VALUE);
    }

    @Test
    void lastRowOfEachKeyIsKeptInTheOrderOfTheLastChanges() {
        assertThat(table.append(prices("a:1 b:2 c:3"))).isZero();
        assertThat(table.append(prices("a:4"))).isEqualTo(3);

        assertThat(all(table)).isEqualTo(prices("b:2 c:3 a:4"));
        assertThat(table.count()).isEqualTo(3);
        assertThat(table.nextOffset()).isEqualTo(4);
        assertThat(table.snapshot().count()).isEqualTo(3);
    }

    @Test
    void keyTwiceInABatchKeepsItsLastRowAlsoAcrossSegments() {
        table.append(prices("a:1 a:2 b:3 a:4 b:5 a:6"));

        assertThat(all(table)).isEqualTo(prices("b:5 a:6"));
        assertThat(table.count()).isEqualTo(2);
    }

    @Test
    void nullIsAKeyLikeAnyOther() {
        table.append(prices("a:1 :2"));
        table.append(prices(":3"));

        assertThat(all(table)).isEqualTo(prices("a:1 :3"));
    }

    @Test
    void anyNanIsTheSameFloatKeyAndMinusZeroIsZero() {
        double otherNan = Double.longBitsToDouble(0xFFF8_0000_0000_0001L);
        Table floats = keyedBy(QType.FLOAT);
        floats.append(keyed(new FloatVector(QType.FLOAT, Double.NaN, 0.0, 1.0), 1, 2, 3));
        floats.append(keyed(new FloatVector(QType.FLOAT, otherNan, -0.0), 4, 5));

        assertThat(all(floats)).isEqualTo(keyed(new FloatVector(QType.FLOAT, 1.0, Double.NaN, 0.0), 3, 4, 5));
        assertThat(floats.count()).isEqualTo(3);
    }

    @Test
    void keyOfMixedValuesIsTheSameWhetherItCameInAListOrInAVector() {
        Table mixed = keyedBy(QType.LIST);
        QVector vector = new LongVector(QType.LONG, 1, 2);
        QVector list = new GeneralList(vector.valueAt(0), ByteVector.chars("x"));
        for (int i = 0; i < 20; i++) { // long enough to be compacted, which hashes what is stored
            mixed.append(keyed(vector, 10 + i, 20 + i));
        }
        mixed.append(keyed(list, 3, 4));
        mixed.append(keyed(vector.slice(1, 1), 5));

        assertThat(mixed.count()).isEqualTo(3);
        assertThat(all(mixed))
                .isEqualTo(keyed(new GeneralList(vector.valueAt(0), list.valueAt(1), vector.valueAt(1)), 3, 4, 5));
    }

    @ParameterizedTest
    @EnumSource(QType.class)
    void everyTypeCanBeAKey(QType type) {
        Random random = new Random(type.code());
        Table keyed = keyedBy(type);
        QVector keys = RandomRows.vector(type, 60, random);
        long[] distinct = new long[keys.size()];
        long count = 0;
        for (int i = 0; i < keys.size(); i++) {
            boolean known = false;
            for (int before = 0; before < i; before++) {
                known |= keys.matches(i, keys, before);
            }
            count += known ? 0 : 1;
            distinct[i] = i;
        }
        keyed.append(keyed(keys, distinct));
        assertThat(keyed.count()).isEqualTo(count);

        keyed.append(keyed(keys, distinct));
        assertThat(keyed.count()).isEqualTo(count);
        assertThat(all(keyed).size()).isEqualTo((int) count);
    }

    @Test
    void compactionKeepsEveryKeyAndBoundsTheRows() {
        Random random = new Random(3);
        long[] latest = new long[20];
        for (int i = 0; i < 3000; i++) {
            int key = random.nextInt(random.nextInt(latest.length) + 1);
            latest[key] = i + 1L;
            assertThat(table.append(prices("k" + key + ":" + (i + 1)))).isLessThan(table.nextOffset());
            assertThat(table.nextOffset() - table.firstOffset())
                    .as("rows after %d upserts", i)
                    .isLessThanOrEqualTo(3 * table.count() + 2 * SEGMENT_ROWS);
        }
        assertThat(table.firstOffset()).isPositive();
        Flip rows = all(table);
        long[] found = new long[latest.length];
        for (int i = 0; i < rows.size(); i++) {
            int key = Integer.parseInt(
                    ((SymbolVector) rows.column("sym")).textAt(i).substring(1));
            found[key] = rows.column("price").longAt(i);
        }
        assertThat(found).isEqualTo(latest);
        assertThat(rows.size()).isEqualTo((int) table.count());
    }

    @Test
    void oneUpsertMovesNoMoreThanASegmentHoweverManyLiveOnesAreOlder() {
        for (int i = 0; i < 40; i++) {
            table.append(prices("k" + i + ":" + i));
        }
        long rowsAddedMax = 0;
        for (int i = 0; i < 400; i++) {
            long next = table.append(prices("hot:" + i));
            rowsAddedMax = Math.max(rowsAddedMax, table.nextOffset() - next);
        }

        assertThat(rowsAddedMax).isEqualTo(1 + SEGMENT_ROWS);
        assertThat(table.count()).isEqualTo(41);
        assertThat(table.nextOffset() - table.firstOffset()).isLessThan(3 * table.count());
    }

    @Test
    void snapshotShowsTheRowsThatWereTheLastWhenItWasTaken() {
        table.append(prices("a:1 b:2 c:3 d:4 e:5"));
        table.append(prices("a:6"));
        Snapshot snapshot = table.snapshot();
        for (int i = 0; i < 50; i++) {
            table.append(prices("b:" + i + " a:" + i + " f:" + i));
        }

        assertThat(RandomRows.first(snapshot, 100)).isEqualTo(prices("b:2 c:3 d:4 e:5 a:6"));
        assertThat(RandomRows.last(snapshot, 2)).isEqualTo(prices("e:5 a:6"));
        assertThat(snapshot.count()).isEqualTo(5);
        assertThat(RandomRows.last(table.snapshot(), 3)).isEqualTo(prices("b:49 a:49 f:49"));
    }

    @Test
    void firstAndLastCountLiveRowsAndSayWhichOffsetsTheySpan() {
        table.append(prices("a:1 a:2 b:3 a:4 a:5 c:6 c:7 d:8")); // alive: 2, 4, 6, 7
        Snapshot snapshot = table.snapshot();

        assertThat(RandomRows.first(snapshot, 2)).isEqualTo(prices("b:3 a:5"));
        assertThat(snapshot.firstEnd(2)).isEqualTo(5);
        assertThat(RandomRows.last(snapshot, 3)).isEqualTo(prices("a:5 c:7 d:8"));
        assertThat(snapshot.lastStart(3)).isEqualTo(4);
        assertThat(RandomRows.first(snapshot, 9)).isEqualTo(prices("b:3 a:5 c:7 d:8"));
        assertThat(snapshot.firstEnd(9)).isEqualTo(8);
        assertThat(snapshot.lastStart(9)).isZero();
    }

    @Test
    void runOfSupersededRowsIsEmpty() {
        table.append(prices("a:1 a:2 a:3"));

        assertThat(table.snapshot().run(0, 2)).isEqualTo(prices(""));
        assertThat(table.snapshot().run(0, 3)).isEqualTo(prices("a:3"));
    }

    @Test
    void indexGrowsPastItsFirstSlots() {
        Schema schema = new Schema(List.of("k", "v"), List.of(QType.LONG, QType.LONG), 1);
        Table large = new Table(schema, 1024, Long.MAX_VALUE);
        long[] keys = new Random(5).longs(10_000).distinct().toArray();
        large.append(keyed(new LongVector(QType.LONG, keys), keys));
        large.append(keyed(new LongVector(QType.LONG, keys), keys));

        assertThat(large.count()).isEqualTo(keys.length);
        assertThat(all(large)).isEqualTo(keyed(new LongVector(QType.LONG, keys), keys));
    }
}
