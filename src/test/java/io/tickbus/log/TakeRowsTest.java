package io.tickbus.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.LogRows;
import io.tickbus.table.RandomRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way into columns takes what is usual, exactly as the decoder reads it, and leaves the rest as it was. */
class TakeRowsTest {
    private static final int MESSAGE_BYTES_MAX = 1 << 16;
    private static final Schema TRADE = new Schema(
            List.of("time", "sym", "price", "size"), List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.LONG), 0);
    private static final Flip ROWS = new Flip(
            TRADE.columns(),
            List.of(
                    new LongVector(QType.TIMESPAN, 1, LongVector.NULL, 3),
                    SymbolVector.of("A", "", "A_LONGER_SYMBOL_THAN_EIGHT"),
                    new FloatVector(QType.FLOAT, 1.5, Double.NaN, Double.POSITIVE_INFINITY),
                    new LongVector(QType.LONG, 100, 200, -LongVector.INFINITY)));

    /** The result of a read: rows that were decoded directly, and the other messages. */
    private record Outcome(
            Flip rows,
            List<Value> others,
            long messages,
            long goodBytes,
            @Nullable String damage) {}

    private static Value call(String function, String table, Value rows) {
        return new GeneralList(Atom.symbol(function), Atom.symbol(table), rows);
    }

    private static Value row(Flip rows, int row) {
        return list(rows.columns().stream().map(column -> column.valueAt(row)));
    }

    private static Value columns(Flip rows) {
        return list(rows.columns().stream().map(column -> column));
    }

    private static Value list(Stream<Value> items) {
        return new GeneralList(items.toArray(Value[]::new));
    }

    /** As catching up reads a log, one message at a time where it is not usual; stops after enough ends of the bytes. */
    private static Outcome taken(LogReader reader, LogBytes.Trickle source, Schema schema, boolean atOnce)
            throws IOException {
        LogRows rows = new LogRows("trade", schema);
        VectorBuilder[] columns = schema.builders(0).toArray(VectorBuilder[]::new);
        List<Value> others = new ArrayList<>();
        while (true) {
            boolean atEnd = source.isOver();
            if (reader.decodeRows(rows, columns, Integer.MAX_VALUE, Long.MAX_VALUE) == 0) {
                Value next = reader.next();
                List<QVector> usual = next == null || atOnce ? null : usual(schema, next);
                if (usual != null) { // came in between
                    for (int i = 0; i < columns.length; i++) {
                        columns[i].append(usual.get(i));
                    }
                } else if (next != null) {
                    others.add(next);
                } else if (atEnd || reader.damage() != null) {
                    String damage =
                            reader.damage() == null ? null : reader.damage().getMessage();
                    return new Outcome(
                            schema.flip(List.of(columns)), others, reader.messages(), reader.goodBytes(), damage);
                }
            }
        }
    }

    /** Returns the expected result, from the messages of the general decoder. */
    private static Outcome expected(byte[] log, Schema schema) throws IOException {
        LogReader reader = new LogReader(LogBytes.whole(log), MESSAGE_BYTES_MAX, 1 << 12);
        List<VectorBuilder> columns = schema.builders(0);
        List<Value> others = new ArrayList<>();
        for (Value next = reader.next(); next != null; next = reader.next()) {
            List<QVector> usual = usual(schema, next);
            if (usual == null) {
                others.add(next);
            } else {
                for (int i = 0; i < usual.size(); i++) {
                    columns.get(i).append(usual.get(i));
                }
            }
        }
        String damage = reader.damage() == null ? null : reader.damage().getMessage();
        return new Outcome(schema.flip(columns), others, reader.messages(), reader.goodBytes(), damage);
    }

    private static @Nullable List<QVector> usual(Schema schema, Value message) {
        if (!(message instanceof GeneralList call)
                || call.size() != 3
                || call.attribute() != 0
                || !(call.valueAt(0).equals(Atom.symbol("upd"))
                        || call.valueAt(0).equals(Atom.symbol(".u.upd")))
                || !call.valueAt(1).equals(Atom.symbol("trade"))
                || schema.types().contains(QType.LIST)) {
            return null;
        }
        List<QVector> columns = new ArrayList<>();
        if (call.valueAt(2) instanceof Flip table
                && table.names().equals(schema.columns())
                && table.attribute() <= Byte.MAX_VALUE) {
            columns.addAll(table.columns());
        } else if (call.valueAt(2) instanceof QVector list && list.size() > 0) {
            boolean row = list.valueAt(0) instanceof Atom;
            for (int i = 0; i < list.size(); i++) {
                Value item = list.valueAt(i);
                if (row && item instanceof Atom atom) {
                    columns.add(atom.item());
                } else if (!row && item instanceof QVector column) {
                    columns.add(column);
                }
            }
            if (columns.size() != list.size() || (row && list instanceof GeneralList && list.attribute() != 0)) {
                return null;
            }
        }
        boolean fits = columns.stream().map(QVector::type).toList().equals(schema.types())
                && columns.stream().map(QVector::size).distinct().count() == 1
                && columns.get(0).size() > 0;
        return fits ? columns : null;
    }

    private static Outcome requireAgreement(byte[] log, Schema schema, Random random) throws IOException {
        Outcome expected = expected(log, schema);
        LogBytes.Trickle whole = LogBytes.whole(log);
        assertThat(taken(new LogReader(whole, MESSAGE_BYTES_MAX, 1 << 12), whole, schema, true))
                .isEqualTo(expected);
        LogBytes.Trickle trickle = new LogBytes.Trickle(log, 1 + random.nextInt(200), random);
        assertThat(taken(new LogReader(trickle, MESSAGE_BYTES_MAX, 16 + random.nextInt(200)), trickle, schema, false))
                .isEqualTo(expected);
        return expected;
    }

    @Test
    void everyUsualShapeIsTaken() throws IOException {
        LogBytes log = new LogBytes();
        for (String function : List.of("upd", ".u.upd", "upd")) {
            log.add(call(function, "trade", row(ROWS, 0)))
                    .add(call(function, "trade", row(ROWS, 1)))
                    .add(call(function, "trade", row(ROWS, 2)))
                    .add(call(function, "trade", columns(ROWS)))
                    .add(call(function, "trade", ROWS));
        }

        Outcome outcome = requireAgreement(log.bytes(), TRADE, new Random(1));

        assertThat(outcome.others()).isEmpty();
        assertThat(outcome.rows().size()).isEqualTo(27);
        assertThat(outcome.messages()).isEqualTo(15);
    }

    @Test
    void rowsThatCollapsedToAVectorAreTaken() throws IOException {
        for (QType type : QType.values()) {
            if (type != QType.LIST) {
                Schema schema = new Schema(List.of("a", "b", "c"), Collections.nCopies(3, type), 0);
                QVector row = RandomRows.vector(type, 3, new Random(3));
                LogBytes log = new LogBytes().add(call("upd", "trade", row)).add(call("upd", "trade", row.slice(0, 2)));

                Outcome outcome = requireAgreement(log.bytes(), schema, new Random(2));

                assertThat(outcome.rows().size()).as("%s", type).isEqualTo(1);
                assertThat(outcome.others()).hasSize(1);
            }
        }
    }

    @Test
    void anotherTableAnotherTypeAnotherWidthAndNoRowsAreLeft() throws IOException {
        Flip retyped = new Flip(
                ROWS.names(),
                List.of(ROWS.column(0), ROWS.column(1), ROWS.column(2), new LongVector(QType.TIMESTAMP, 1, 2, 3)));
        Flip renamed = new Flip(List.of("time", "sum", "price", "size"), ROWS.columns());
        Flip narrow = new Flip(ROWS.names().subList(0, 3), ROWS.columns().subList(0, 3));
        List<Value> others = List.of(
                call("upd", "quote", row(ROWS, 0)),
                call("upd", "trades", row(ROWS, 0)),
                call("insert", "trade", row(ROWS, 0)),
                call("upd", "trade", row(retyped, 0)),
                call("upd", "trade", columns(retyped)),
                call("upd", "trade", retyped),
                call("upd", "trade", renamed),
                call("upd", "trade", row(narrow, 0)),
                call("upd", "trade", columns(narrow)),
                call("upd", "trade", narrow),
                call("upd", "trade", ROWS.slice(0, 0)),
                call("upd", "trade", columns(ROWS.slice(0, 0))),
                call("upd", "trade", Atom.ofLong(1)),
                new GeneralList(Atom.symbol(".u.end"), Atom.ofLong(1)));
        LogBytes log = new LogBytes();
        for (Value other : others) {
            log.add(call("upd", "trade", row(ROWS, 0))).add(other);
        }

        Outcome outcome = requireAgreement(log.bytes(), TRADE, new Random(3));

        assertThat(outcome.others()).isEqualTo(others);
        assertThat(outcome.rows().size()).isEqualTo(others.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomLogsOfEveryTypeAreReadAsTheDecoderReadsThem(int seed) throws IOException {
        Random random = new Random(seed);
        List<QType> types = new ArrayList<>(Arrays.asList(QType.values()));
        types.remove(QType.LIST);
        Collections.shuffle(types, random);
        types = types.subList(0, 1 + random.nextInt(seed % 3 == 0 ? 3 : types.size()));
        Schema schema = new Schema(types.stream().map(QType::qName).toList(), types, 0);
        Schema other = new Schema(List.of("a", "b"), List.of(QType.SYMBOL, QType.LONG), 0);
        LogBytes log = new LogBytes();
        for (int i = 0; i < 400; i++) {
            Schema of = random.nextInt(4) == 0 ? other : schema;
            Flip rows = RandomRows.rows(of, random.nextInt(random.nextInt(10) == 0 ? 200 : 4), random);
            Value payload = rows.size() == 1 && random.nextInt(8) > 0
                    ? row(rows, 0)
                    : random.nextInt(3) > 0 ? columns(rows) : rows;
            log.add(call(
                    random.nextInt(9) == 0 ? ".u.upd" : "upd", random.nextInt(9) == 0 ? "quote" : "trade", payload));
        }

        Outcome outcome = requireAgreement(log.bytes(), schema, random);

        assertThat(outcome.rows().size()).isPositive();
        assertThat(outcome.damage()).isNull();
    }

    @Test
    void everyPrefixAndEveryChangedByteIsReadAsTheDecoderReadsIt() throws IOException {
        byte[] log = new LogBytes()
                .add(call("upd", "trade", row(ROWS, 2)))
                .add(call("upd", "trade", row(ROWS, 0)))
                .add(call("upd", "trade", columns(ROWS)))
                .add(call("upd", "trade", ROWS))
                .add(call("upd", "trade", row(ROWS, 1)))
                .bytes();
        Random random = new Random(5);
        for (int at = 0; at < log.length; at++) {
            for (int value : new int[] {0, 3, 128, 245, log[at] + 1, log[at] - 1}) {
                byte[] changed = log.clone();
                changed[at] = (byte) value;
                requireAgreement(changed, TRADE, random);
            }
            requireAgreement(Arrays.copyOf(log, at), TRADE, random);
        }
    }

    @Test
    void takingStopsAtAMessageAndAtARow() throws IOException {
        LogBytes log = new LogBytes();
        for (int i = 0; i < 1000; i++) {
            log.add(call("upd", "trade", i == 500 ? columns(ROWS) : row(ROWS, i % 3)));
        }
        LogReader reader = LogReader.of(LogBytes.whole(log.bytes()), MESSAGE_BYTES_MAX);
        LogRows rows = new LogRows("trade", TRADE);
        VectorBuilder[] columns = TRADE.builders(0).toArray(VectorBuilder[]::new);

        assertThat(reader.decodeRows(rows, columns, 10_000, 7)).isEqualTo(7);
        assertThat(reader.messages()).isEqualTo(7);
        assertThat(reader.goodBytes()).isEqualTo(log.start(7));
        assertThat(reader.decodeRows(rows, columns, 10_000, 7)).isZero();
        assertThat(reader.decodeRows(rows, columns, 300, 10_000)).isEqualTo(293);
        assertThat(reader.decodeRows(rows, columns, 501, 10_000)).isEqualTo(203);
        assertThat(reader.messages()).isEqualTo(501);
        assertThat(reader.decodeRows(rows, columns, 10_000, 999)).isEqualTo(498);
        assertThat(reader.next()).isEqualTo(call("upd", "trade", row(ROWS, 0)));
        assertThat(reader.decodeRows(rows, columns, 10_000, 10_000)).isZero();
        assertThat(reader.goodBytes()).isEqualTo(log.bytes().length);
    }

    @Test
    void messageLongerThanTheWindowIsTaken() throws IOException {
        Flip large = RandomRows.rows(TRADE, 100_000, new Random(4));
        byte[] log = new LogBytes()
                .add(call("upd", "trade", row(ROWS, 0)))
                .add(call("upd", "trade", columns(large)))
                .add(call("upd", "trade", row(ROWS, 1)))
                .bytes();
        LogReader reader = LogReader.of(LogBytes.whole(log), 1 << 24);
        VectorBuilder[] columns = TRADE.builders(0).toArray(VectorBuilder[]::new);

        assertThat(reader.decodeRows(new LogRows("trade", TRADE), columns, Integer.MAX_VALUE, 10))
                .isEqualTo(100_002);
        assertThat(columns[1].view(1, 100_000)).isEqualTo(large.column(1));
    }

    @Test
    void messagePastTheLimitIsDamageByEitherWay() throws IOException {
        Value usual = call("upd", "trade", row(ROWS, 0));
        Value long3 = call("upd", "trade", columns(ROWS));
        int limit = Encoder.body(long3).length;
        byte[] log = new LogBytes().add(usual).add(long3).bytes();
        for (int max : new int[] {limit, limit - 1}) {
            LogReader reader = LogReader.of(LogBytes.whole(log), max);
            VectorBuilder[] columns = TRADE.builders(0).toArray(VectorBuilder[]::new);
            int rows = reader.decodeRows(new LogRows("trade", TRADE), columns, Integer.MAX_VALUE, 10);

            assertThat(rows).isEqualTo(max == limit ? 4 : 1);
            assertThat(reader.next()).isNull();
            assertThat(reader.damage() == null).isEqualTo(max == limit);
        }
    }

    @Test
    void columnOfAnyTypesHasNothingTaken() throws IOException {
        Schema any = new Schema(List.of("a"), List.of(QType.LIST), 0);
        byte[] log = new LogBytes()
                .add(call("upd", "trade", new GeneralList(new GeneralList(Atom.ofLong(1), Atom.symbol("a")))))
                .bytes();
        VectorBuilder[] columns = any.builders(0).toArray(VectorBuilder[]::new);

        assertThat(LogReader.of(LogBytes.whole(log), MESSAGE_BYTES_MAX)
                        .decodeRows(new LogRows("trade", any), columns, 10, 10))
                .isZero();
    }
}
