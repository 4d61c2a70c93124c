package io.tickbus.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of {@code scripts/chaos} finds wrong rows. Otherwise its result would mean nothing. */
class ComparisonTest {
    @TempDir
    private Path dir;

    private List<Path> logs = List.of();

    /** Six rows in two logs, in every shape in which rows are logged. */
    @BeforeEach
    void write() throws IOException {
        Path first = dir.resolve("first");
        Path second = dir.resolve("second");
        List<QVector> row = columns(1);
        log(first, upd("trade", new GeneralList(row.stream().map(Atom::new).toArray(Value[]::new))));
        log(first, upd("quote", new GeneralList(columns(9).toArray(Value[]::new))));
        log(first, upd("trade", new GeneralList(columns(2, 3).toArray(Value[]::new))));
        log(second, upd("trade", new Flip(List.of("time", "sym", "price", "size"), columns(4, 5, 6))));
        logs = List.of(first, second);
    }

    private static Value upd(String table, Value rows) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol(table), rows);
    }

    private static void log(Path file, Value message) throws IOException {
        try (LogWriter writer = LogWriter.open(file)) {
            writer.append(Encoder.body(message));
        }
    }

    /** Rows with these numbers; those with even ones are of IBM. */
    private static List<QVector> columns(long... numbers) {
        return List.of(
                new LongVector(QType.TIMESPAN, numbers),
                SymbolVector.of(Arrays.stream(numbers)
                        .mapToObj(number -> number % 2 == 0 ? "IBM" : "AAPL")
                        .toArray(String[]::new)),
                new FloatVector(
                        QType.FLOAT, LongStream.of(numbers).asDoubleStream().toArray()),
                new LongVector(QType.LONG, numbers));
    }

    private static List<Row> rows(long... numbers) {
        List<Row> rows = new ArrayList<>();
        for (long number : numbers) {
            rows.add(new Row(columns(number), 0));
        }
        return rows;
    }

    private Verdict verdict(List<Row> table) throws IOException {
        return new Comparison(logs, "trade", Set.of(), table).verdict();
    }

    @Test
    void sameRowsInTheSameOrderAreTheSame() throws Exception {
        Verdict verdict = verdict(rows(1, 2, 3, 4, 5, 6));

        assertThat(verdict.isSame()).isTrue();
        assertThat(verdict).hasToString("rows published 6, in table 6, lost 0, duplicated 0, reordered 0");
    }

    @Test
    void onlyRowsOfTheWantedSymsAreExpected() throws Exception {
        assertThat(new Comparison(logs, "trade", Set.of("IBM"), rows(2, 4, 6))
                        .verdict()
                        .isSame())
                .isTrue();
    }

    @Test
    void lostRowsAreCountedWhereverTheyStood() throws Exception {
        for (List<Row> table : List.of(rows(3, 4, 5, 6), rows(1, 2, 5, 6), rows(1, 2, 3, 4))) {
            Verdict verdict = verdict(table);

            assertThat(verdict.isSame()).isFalse();
            assertThat(verdict).hasToString("rows published 6, in table 4, lost 2, duplicated 0, reordered 0");
        }
        assertThat(verdict(List.of()).lost()).isEqualTo(6);
    }

    @Test
    void duplicatedRowsAreCountedAtTheEndToo() throws Exception {
        for (List<Row> table : List.of(rows(1, 2, 1, 2, 3, 4, 5, 6), rows(1, 2, 3, 4, 5, 6, 5, 6))) {
            Verdict verdict = verdict(table);

            assertThat(verdict.isSame()).isFalse();
            assertThat(verdict).hasToString("rows published 6, in table 8, lost 0, duplicated 2, reordered 0");
        }
    }

    @Test
    void rowsBehindLaterOnesAreReordered() throws Exception {
        Verdict verdict = verdict(rows(1, 4, 2, 3, 5, 6));

        assertThat(verdict.isSame()).isFalse();
        assertThat(verdict).hasToString("rows published 6, in table 6, lost 0, duplicated 0, reordered 2");
    }

    @Test
    void alteredRowIsFoundInAnyColumn() throws Exception {
        for (int column = 0; column < 3; column++) {
            List<Row> table = rows(1, 2, 3, 4, 5, 6);
            List<QVector> altered = new ArrayList<>(columns(3));
            altered.set(column, columns(8).get(column));
            table.set(2, new Row(altered, 0));

            Verdict verdict = verdict(table);

            assertThat(verdict.isSame()).isFalse();
            assertThat(verdict)
                    .hasToString("rows published 6, in table 6, lost 0, duplicated 0, reordered 0, altered 1");
        }
    }

    @Test
    void rowThatWasNeverLoggedIsForeign() throws Exception {
        assertThat(verdict(rows(1, 2, 3, 4, 5, 6, 7)))
                .hasToString("rows published 6, in table 7, lost 0, duplicated 0, reordered 0, in no log 1");
    }

    @Test
    void firstDifferenceSaysWhereAndWhat() throws Exception {
        assertThat(verdict(rows(1, 2, 4, 5, 6)).firstDifference())
                .isEqualTo("trade, row 2 of the log: 3 AAPL 3.0 3; of the table: 4 IBM 4.0 4");
        assertThat(verdict(rows(1, 2, 3, 4, 5)).firstDifference())
                .isEqualTo("trade, row 5 of the log: 6 IBM 6.0 6; of the table: none");
    }
}
