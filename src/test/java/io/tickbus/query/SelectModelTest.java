package io.tickbus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.table.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates by symbol over random rows against the same, reckoned a row at a time. */
class SelectModelTest {
    private static final String[] SYMS = {"", "a", "b", "ab", "c"};
    private static final long[] LONGS = {LongVector.NULL, 0, 1, 2, -3, 7, 1000};
    private static final double[] FLOATS = {Double.NaN, 0, 1.5, -2, 0.1, 1e9, Double.POSITIVE_INFINITY};

    private record Row(String sym, long j, double f) {}

    private record Condition(String text, Predicate<Row> test) {}

    private static final List<Condition> CONDITIONS = List.of(
            new Condition("j>=0N", row -> true),
            new Condition("j>0", row -> row.j > 0),
            new Condition("f<1.5", row -> Double.isNaN(row.f) || row.f < 1.5),
            new Condition("not f=0.1,j<>1", row -> row.f != 0.1 && row.j != 1),
            new Condition(
                    "sym in `a`b,f within 0 2",
                    row -> (row.sym.equals("a") || row.sym.equals("b")) && row.f >= 0 && row.f <= 2),
            new Condition("sym like \"a*\"", row -> row.sym.startsWith("a")),
            new Condition("j=100", row -> false));

    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            rows.add(new Row(
                    SYMS[random.nextInt(SYMS.length)],
                    LONGS[random.nextInt(LONGS.length)],
                    FLOATS[random.nextInt(FLOATS.length)]));
        }
        return rows;
    }

    private static Snapshot table(List<Row> rows) {
        return Asked.table(
                new Flip(
                        List.of("sym", "j", "f"),
                        List.of(
                                SymbolVector.of(rows.stream().map(Row::sym).toArray(String[]::new)),
                                new LongVector(
                                        QType.LONG,
                                        rows.stream().mapToLong(Row::j).toArray()),
                                new FloatVector(
                                        QType.FLOAT,
                                        rows.stream().mapToDouble(Row::f).toArray()))),
                0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void groupsAreThoseOfAPlainLoop(long seed) {
        Random random = new Random(seed);
        List<Row> rows = rows(random);
        Snapshot table = table(rows);
        for (Condition condition : CONDITIONS) {
            String query =
                    "select n:count i,s:sum j,m:min j,x:max f,a:avg f,l:last j,o:first f,w:j wavg f,d:dev f,r:j*f by sym"
                            + " from t where " + condition.text;
            QDictionary answer = (QDictionary) Asked.value(table, query);
            TreeMap<String, List<Row>> groups = new TreeMap<>();
            rows.stream()
                    .filter(condition.test)
                    .forEach(row -> groups.computeIfAbsent(row.sym, first -> new ArrayList<>())
                            .add(row));
            assertThat(((Flip) answer.keys()).column(0))
                    .as(query)
                    .isEqualTo(SymbolVector.of(groups.keySet().toArray(new String[0])));
            int number = 0;
            for (List<Row> group : groups.values()) {
                check(group, (Flip) answer.values(), number++);
            }
        }
    }

    private static void check(List<Row> rows, Flip found, int group) {
        long sum = 0;
        long min = LongVector.INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double weighted = 0;
        double weights = 0;
        List<Double> known = new ArrayList<>();
        QVector products = (QVector) found.column("r").valueAt(group);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean hasJ = row.j != LongVector.NULL;
            boolean hasF = !Double.isNaN(row.f);
            if (hasJ) {
                sum += row.j;
                min = Math.min(min, row.j);
            }
            if (hasF) {
                known.add(row.f);
                max = Math.max(max, row.f);
            }
            if (hasJ && hasF) {
                weighted += row.j * row.f;
                weights += row.j;
            }
            same(products.doubleAt(i), hasJ ? row.j * row.f : Double.NaN);
        }
        assertThat(found.column("n").longAt(group)).isEqualTo(rows.size());
        assertThat(found.column("s").longAt(group)).isEqualTo(sum);
        assertThat(found.column("m").longAt(group)).isEqualTo(min);
        assertThat(found.column("l").longAt(group)).isEqualTo(rows.get(rows.size() - 1).j);
        same(found.column("o").doubleAt(group), rows.get(0).f);
        same(found.column("x").doubleAt(group), max);
        same(found.column("w").doubleAt(group), weighted / weights);
        double mean = known.stream().mapToDouble(item -> item).sum() / known.size();
        double squares = known.stream()
                .mapToDouble(item -> (item - mean) * (item - mean))
                .sum();
        same(found.column("a").doubleAt(group), mean);
        same(found.column("d").doubleAt(group), Math.sqrt(squares / known.size()));
    }

    private static void same(double found, double expected) {
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
            assertThat((Double) found).isEqualTo((Double) expected);
        } else {
            assertThat(found).isEqualTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
        }
    }
}
