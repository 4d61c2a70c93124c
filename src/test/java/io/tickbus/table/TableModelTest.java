package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of random operations against plain collections: a list of rows, a linked map of keys to rows. */
class TableModelTest {
    private static final int OPERATIONS = 2000;

    /** A snapshot, and what it has to show for ever. */
    private record Taken(Snapshot snapshot, List<Flip> rows) {
        void check(Random random) {
            int asked = 1 + random.nextInt(rows.size() + 3);
            int given = Math.min(asked, rows.size());
            Schema schema = snapshot.schema();
            assertThat(snapshot.count()).isEqualTo(rows.size());
            assertThat(RandomRows.first(snapshot, asked)).isEqualTo(RandomRows.joined(schema, rows.subList(0, given)));
            assertThat(RandomRows.last(snapshot, asked))
                    .isEqualTo(RandomRows.joined(schema, rows.subList(rows.size() - given, rows.size())));
            assertThat(read(snapshot, snapshot.firstOffset(), snapshot.firstEnd(asked), random))
                    .isEqualTo(RandomRows.first(snapshot, asked));
            assertThat(read(snapshot, snapshot.lastStart(asked), snapshot.nextOffset(), random))
                    .isEqualTo(RandomRows.last(snapshot, asked));
        }

        private static Flip read(Snapshot snapshot, long from, long to, Random random) {
            List<Flip> runs = new ArrayList<>();
            for (long offset = from; offset < to; ) {
                long end = Math.min(to, snapshot.runEnd(offset, 1 + random.nextInt(20)));
                runs.add(snapshot.run(offset, end));
                offset = end;
            }
            return RandomRows.joined(snapshot.schema(), runs);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void plainTableIsTheListOfItsLastRows(long seed) {
        Random random = new Random(seed);
        Schema schema = new Schema(List.of("a", "b"), List.of(QType.LONG, QType.LIST), 0);
        int segmentRows = 1 + random.nextInt(16);
        Table table = new Table(schema, segmentRows, 1 + random.nextInt(50));
        List<Flip> model = new ArrayList<>();
        List<Taken> taken = new ArrayList<>();
        long dropped = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            Flip rows = RandomRows.rows(schema, random.nextInt(2 * segmentRows), random);
            assertThat(table.append(rows)).isEqualTo(dropped + model.size());
            model.addAll(RandomRows.single(rows));
            int leave = (int) (table.firstOffset() - dropped);
            model.subList(0, leave).clear();
            dropped += leave;
            check(taken, new Taken(table.snapshot(), List.copyOf(model)), random);
        }
        assertThat(dropped).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void keyedTableIsTheMapOfItsKeysLastRows(long seed) {
        Random random = new Random(seed);
        int keys = 1 + random.nextInt(3);
        Schema schema = new Schema(
                List.of("float", "sym", "guid", "any", "n"),
                List.of(QType.FLOAT, QType.SYMBOL, QType.GUID, QType.LIST, QType.LONG),
                keys);
        runKeyed(schema, 1 + random.nextInt(16), random);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void tableKeyedByEveryTypeAtOnceIsTheMapOfItsKeysLastRows(long seed) {
        Schema all = RandomRows.everyType(QType.values().length);
        List<String> columns = new ArrayList<>(all.columns());
        List<QType> types = new ArrayList<>(all.types());
        columns.add("n");
        types.add(QType.LONG);
        runKeyed(new Schema(columns, types, all.width()), 8, new Random(seed));
    }

    private static void runKeyed(Schema schema, int segmentRows, Random random) {
        Flip pool = RandomRows.rows(schema, 40, random);
        Table table = new Table(schema, segmentRows, Long.MAX_VALUE);
        Map<List<Object>, Flip> model = new LinkedHashMap<>();
        List<Taken> taken = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            long next = table.nextOffset();
            long first = table.firstOffset();
            Flip rows = withValues(RandomRows.drawn(pool, random.nextInt(6), random), random);
            assertThat(table.append(rows)).isEqualTo(next);
            for (Flip row : RandomRows.single(rows)) {
                List<Object> key = new ArrayList<>(row.columns().subList(0, schema.keys()));
                model.remove(key);
                model.put(key, row);
            }
            if (table.firstOffset() == first) {
                check(taken, new Taken(table.snapshot(), List.copyOf(model.values())), random);
            } else { // compaction has put rows at the end again, in their order: follow it
                List<Flip> inOrder = RandomRows.single(RandomRows.first(table.snapshot(), Integer.MAX_VALUE));
                assertThat(inOrder).containsExactlyInAnyOrderElementsOf(model.values());
                model.clear();
                inOrder.forEach(row -> model.put(new ArrayList<>(row.columns().subList(0, schema.keys())), row));
            }
        }
        assertThat(table.firstOffset()).isPositive();
    }

    /** Other values behind the keys, so that one upsert differs from the next. */
    private static Flip withValues(Flip rows, Random random) {
        List<QVector> columns = new ArrayList<>(rows.columns());
        int last = columns.size() - 1;
        columns.set(last, RandomRows.vector(QType.LONG, rows.size(), random));
        return new Flip(rows.names(), columns);
    }

    /** Checks the table now, and any of the snapshots taken before. */
    private static void check(List<Taken> taken, Taken now, Random random) {
        now.check(random);
        taken.add(now);
        taken.get(random.nextInt(taken.size())).check(random);
        if (taken.size() > 50) {
            taken.remove(random.nextInt(taken.size()));
        }
    }
}
