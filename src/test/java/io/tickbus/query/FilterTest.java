package io.tickbus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a symbol, a float and a number that says which row it is, in segments of eight. */
class FilterTest {
    private static final int SEGMENT_ROWS = 8;
    private static final String[] SYMS = {"", "a", "b", "a symbol of more than eight bytes"};
    private static final double[] PRICES = {Double.NaN, 0.0, -0.0, 1.5, Double.POSITIVE_INFINITY};

    private static Flip row(String sym, double price, long number) {
        return new Flip(
                List.of("sym", "price", "n"),
                List.of(SymbolVector.of(sym), new FloatVector(QType.FLOAT, price), new LongVector(QType.LONG, number)));
    }

    private static final Schema SCHEMA = Schema.of(row("", 0, 0));

    private static Filter filter(String column, QVector value) {
        return new Filter(SCHEMA, new Flip(List.of(column), List.of(value)));
    }

    private static QVector price(double price) {
        return new FloatVector(QType.FLOAT, price);
    }

    private static List<Long> numbers(Flip rows) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            numbers.add(rows.column("n").longAt(i));
        }
        return numbers;
    }

    private record Row(String sym, double price, long number) {
        boolean matches(String wantedSym, double wantedPrice) {
            boolean samePrice = price == wantedPrice || (Double.isNaN(price) && Double.isNaN(wantedPrice));
            return sym.equals(wantedSym) && samePrice;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void filterFindsWhatALookAtEveryRowFinds(long seed) {
        Random random = new Random(seed);
        int keys = random.nextBoolean() ? 1 : 0; // the symbol
        Table table = new Table(SCHEMA.keyedBy(keys), SEGMENT_ROWS, keys == 1 ? Long.MAX_VALUE : 40);
        List<Row> rows = new ArrayList<>();
        int count = random.nextInt(100);
        for (int i = 0; i < count; i++) {
            Row row = new Row(SYMS[random.nextInt(SYMS.length)], PRICES[random.nextInt(PRICES.length)], i);
            rows.add(row);
            table.append(row(row.sym, row.price, i));
        }
        Snapshot snapshot = table.snapshot();
        List<Row> readable = readable(rows, snapshot);
        for (String sym : SYMS) {
            for (double price : PRICES) {
                Filter filter = new Filter(
                        snapshot.schema(),
                        new Flip(List.of("price", "sym"), List.of(price(price), SymbolVector.of(sym))));
                List<Long> expected = readable.stream()
                        .filter(row -> row.matches(sym, price))
                        .map(Row::number)
                        .toList();
                int wanted = 1 + random.nextInt(4);
                int found = Math.min(wanted, expected.size());
                assertThat(filter.count(snapshot)).isEqualTo(expected.size());
                assertThat(numbers(filter.first(snapshot, wanted).rows())).isEqualTo(expected.subList(0, found));
                assertThat(numbers(filter.last(snapshot, wanted).rows()))
                        .isEqualTo(expected.subList(expected.size() - found, expected.size()));
            }
        }
    }

    /** Returns the rows of the table in its order. Compaction changes the order of rows with a key. */
    private static List<Row> readable(List<Row> rows, Snapshot snapshot) {
        return numbers(snapshot.rows(snapshot.firstOffset(), snapshot.nextOffset())).stream()
                .map(number -> rows.get(number.intValue()))
                .toList();
    }

    @Test
    void selectionSaysWhichPartOfTheTableItIsAllOf() {
        Table table = new Table(SCHEMA, SEGMENT_ROWS, Long.MAX_VALUE);
        for (int i = 0; i < 30; i++) {
            table.append(row(i % 10 == 5 ? "a" : "b", 0, i));
        }
        Snapshot snapshot = table.snapshot();
        Filter filter = filter("sym", SymbolVector.of("a")); // rows 5, 15 and 25

        assertThat(filter.first(snapshot, 2))
                .extracting(Selection::offset, Selection::next)
                .containsExactly(0L, 16L);
        assertThat(filter.first(snapshot, 4))
                .extracting(Selection::offset, Selection::next)
                .containsExactly(0L, 30L);
        assertThat(filter.last(snapshot, 2))
                .extracting(Selection::offset, Selection::next)
                .containsExactly(15L, 30L);
        assertThat(filter.last(snapshot, 4))
                .extracting(Selection::offset, Selection::next)
                .containsExactly(0L, 30L);
    }

    @Test
    void snapshotIsAskedNotTheTableAsItWentOn() {
        Table table = new Table(SCHEMA.keyedBy(1), SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(row("a", 1.5, 0));
        Snapshot before = table.snapshot();
        table.append(row("a", 1.5, 1));
        Filter filter = filter("price", price(1.5));

        assertThat(numbers(filter.last(before, 10).rows())).containsExactly(0L);
        assertThat(numbers(filter.last(table.snapshot(), 10).rows())).containsExactly(1L);
    }

    @Test
    void readerThatGoesOnBehindTheFirstKeysMissesNone() {
        Table table = new Table(SCHEMA.keyedBy(1), SEGMENT_ROWS, Long.MAX_VALUE);
        for (String sym : List.of("a", "b", "a", "b")) {
            table.append(row(sym, 1.5, table.nextOffset()));
        }
        Filter filter = filter("price", price(1.5));
        Snapshot snapshot = table.snapshot();

        assertThat(filter.first(snapshot, 1).next()).isEqualTo(snapshot.firstOffset());
        assertThat(Selection.firstKeys(snapshot, 1).next()).isEqualTo(snapshot.firstOffset());
        assertThat(filter.first(snapshot, 2).next()).isEqualTo(snapshot.nextOffset());
        assertThat(Selection.firstKeys(snapshot, 2).next()).isEqualTo(snapshot.nextOffset());
        assertThat(filter.last(snapshot, 1).next()).isEqualTo(snapshot.nextOffset());
        assertThat(Selection.lastKeys(snapshot, 1).next()).isEqualTo(snapshot.nextOffset());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void rowsOfAKeyedTableComeInTheOrderInWhichTheirKeysCame(int rowsMax) {
        Table table = new Table(SCHEMA.keyedBy(1), SEGMENT_ROWS, Long.MAX_VALUE);
        for (String sym : List.of("a", "b", "c", "d", "c", "a", "c", "b", "a", "d")) {
            table.append(row(sym, sym.equals("b") ? 2 : 1.5, table.nextOffset()));
        }
        Filter filter = filter("price", price(1.5)); // a: row 8, c: row 6, d: row 9
        List<Long> expected = List.of(8L, 6L, 9L);
        int rows = Math.min(rowsMax, expected.size());

        assertThat(numbers(filter.first(table.snapshot(), rowsMax).rows())).isEqualTo(expected.subList(0, rows));
        assertThat(numbers(filter.last(table.snapshot(), rowsMax).rows()))
                .isEqualTo(expected.subList(expected.size() - rows, expected.size()));
    }

    @Test
    void columnsAndTypesAreTheTables() {
        assertThatThrownBy(() -> filter("smy", SymbolVector.of("a")))
                .hasMessage("no column smy:symbol in sym:symbol price:float n:long");
        assertThatThrownBy(() -> filter("price", new LongVector(QType.LONG, 1)))
                .hasMessage("no column price:long in sym:symbol price:float n:long");
    }
}
