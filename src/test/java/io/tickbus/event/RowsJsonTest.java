package io.tickbus.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.GuidVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.table.RandomRows;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that fit, both ways; {@link RowsJsonMismatchTest} has those that do not. */
class RowsJsonTest {
    private static Schema only(QType type) {
        return new Schema(List.of("c"), List.of(type), 0);
    }

    /** A column read from values in turn. */
    private static QVector read(QType type, @Nullable Object... cells) {
        List<JsonObject> rows = Arrays.stream(cells)
                .map(cell -> new JsonObject().put("c", cell))
                .toList();
        return RowsJson.read(only(type), rows).column(0);
    }

    private static JsonArray written(QVector column) {
        JsonArray cells = new JsonArray();
        JsonArray rows = RowsJson.write(new Flip(List.of("c"), List.of(column)));
        for (int i = 0; i < rows.size(); i++) {
            cells.add(rows.getJsonObject(i).getValue("c"));
        }
        return cells;
    }

    private static Flip overText(Schema schema, Flip rows) {
        return RowsJson.read(schema, new JsonArray(RowsJson.write(rows).toBuffer()).getList());
    }

    @ParameterizedTest
    @EnumSource(QType.class)
    void everyTypeComesBackFromJsonText(QType type) {
        Schema schema = only(type);
        Flip rows = RandomRows.rows(schema, 2000, new Random(type.code()));
        assertThat(written(overText(schema, rows).column(0))).isEqualTo(written(rows.column(0)));
        for (int i = 0; i < rows.size(); i++) {
            Flip row = rows.slice(i, 1);
            assertThat(overText(schema, row)).as("%s", RowsJson.write(row)).isEqualTo(row);
        }
    }

    @Test
    void rowsOfEveryTypeComeBackTogether() {
        Schema schema = RandomRows.everyType(0);
        Flip rows = RandomRows.rows(schema, 300, new Random(41));
        assertThat(overText(schema, rows)).isEqualTo(rows);
    }

    @Test
    void longPastWhatADoubleHoldsIsAText() {
        long safe = 1L << 53;
        QVector longs = new LongVector(QType.LONG, safe, safe + 1, -safe, -safe - 1, Long.MAX_VALUE - 1, 0);
        assertThat(written(longs))
                .isEqualTo(new JsonArray()
                        .add(safe)
                        .add("9007199254740993")
                        .add(-safe)
                        .add("-9007199254740993")
                        .add("9223372036854775806")
                        .add(0L));
        assertThat(read(QType.LONG, safe, "9007199254740993", -safe, "-9007199254740993", "9223372036854775806", 0))
                .isEqualTo(longs);
    }

    @Test
    void nullsAndInfinitiesHaveFormsOfTheirOwn() {
        QVector longs = new LongVector(QType.LONG, LongVector.NULL, LongVector.INFINITY, -LongVector.INFINITY);
        assertThat(written(longs)).isEqualTo(new JsonArray().addNull().add("0W").add("-0W"));
        QVector floats = new FloatVector(QType.FLOAT, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(written(floats))
                .isEqualTo(new JsonArray().addNull().add("0w").add("-0w"));
        assertThat(read(QType.SHORT, null, "0W", "-0W").longAt(0)).isEqualTo(LongVector.NULL);
        assertThat(read(QType.FLOAT, null, "0w", "-0w")).isEqualTo(floats);
        assertThat(read(QType.TIMESPAN, null, "0W", "-0W"))
                .isEqualTo(new LongVector(QType.TIMESPAN, LongVector.NULL, LongVector.INFINITY, -LongVector.INFINITY));
    }

    @Test
    void infinitiesInAVectorOfAListComeBack() {
        QVector longs = new LongVector(QType.LONG, 1, LongVector.INFINITY, -LongVector.INFINITY, LongVector.NULL);
        QVector floats = new FloatVector(QType.FLOAT, 1.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        QVector lists = new GeneralList(longs, floats, longs.slice(1, 1), floats.slice(1, 2));
        Flip rows = new Flip(List.of("c"), List.of(lists));
        assertThat(written(lists).encode())
                .isEqualTo("[[1,\"0W\",\"-0W\",null],[1.5,\"0w\",\"-0w\"],[\"0W\"],[\"0w\",\"-0w\"]]");
        assertThat(overText(only(QType.LIST), rows)).isEqualTo(rows);
        assertThat(read(QType.LIST, new JsonArray().add("0W").add("a"), "0W").valueAt(1))
                .isEqualTo(ByteVector.chars("0W"));
    }

    @Test
    void dictionariesAndTablesInAListAreObjects() {
        Flip table = new Flip(
                List.of("a", "b"), List.of(SymbolVector.of("x", "y"), new LongVector(QType.LONG, 1, LongVector.NULL)));
        QVector lists = new GeneralList(
                table,
                table.keyed(1),
                new QDictionary(SymbolVector.of("p", "q"), new GeneralList(Atom.ofLong(1), ByteVector.chars("text"))),
                new QDictionary(new LongVector(QType.LONG, 1, 2), SymbolVector.of("one", "two")),
                new QDictionary(SymbolVector.of("p", "p"), new LongVector(QType.LONG, 1, 2)),
                QFunction.GENERIC_NULL);
        assertThat(written(lists).encode())
                .isEqualTo(
                        "[[{\"a\":\"x\",\"b\":1},{\"a\":\"y\",\"b\":null}],[{\"a\":\"x\",\"b\":1},{\"a\":\"y\",\"b\":null}],"
                                + "{\"p\":1,\"q\":\"text\"},{\"1\":\"one\",\"2\":\"two\"},[[\"p\",1],[\"p\",2]],\"::\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP, 123456789, 2000-01-01T00:00:00.123456789Z",
        "TIMESTAMP, -1, 1999-12-31T23:59:59.999999999Z",
        "TIMESPAN, -1, -0D00:00:00.000000001",
        "TIMESPAN, -86400000000001, -1D00:00:00.000000001",
        "TIMESPAN, 93784000000005, 1D02:03:04.000000005",
        "MONTH, 319, 2026-08",
        "DATE, -1, 1999-12-31",
        "MINUTE, -570, -09:30",
        "SECOND, 34200, 09:30:00",
        "TIME, -1, -00:00:00.001",
        "TIME, 90000000, 25:00:00.000",
    })
    void temporalIsAnIsoTextOrAClock(QType type, long raw, String text) {
        QVector column = read(type, text);
        assertThat(column.longAt(0)).isEqualTo(raw);
        assertThat(written(column).getString(0)).isEqualTo(text);
    }

    @Test
    void instantIsATimestampAlsoAmongMixedValues() {
        Instant instant = Instant.parse("2026-08-21T09:30:00.000000001Z");
        assertThat(written(read(QType.TIMESTAMP, instant)).getString(0)).isEqualTo("2026-08-21T09:30:00.000000001Z");
        assertThat(read(QType.LIST, instant, new JsonArray().add(instant)))
                .isEqualTo(read(QType.LIST, instant.toString(), new JsonArray().add(instant.toString())));
    }

    @Test
    void datetimeThatNoTextHoldsIsANumberOfDays() {
        double finerThanNanos = 1e-20;
        QVector datetimes = new FloatVector(QType.DATETIME, 0.5, 1e300, finerThanNanos);
        assertThat(written(datetimes))
                .isEqualTo(new JsonArray()
                        .add("2000-01-01T12:00:00.000Z")
                        .add(1e300)
                        .add(finerThanNanos));
        assertThat(read(QType.DATETIME, "2000-01-01T12:00:00.000Z", 1e300, finerThanNanos))
                .isEqualTo(datetimes);
    }

    @Test
    void realKeepsItsShortFormAndTheSignOfItsZero() {
        JsonArray cells = written(new RealVector(0.1f, -0.0f, Float.MAX_VALUE));
        assertThat(cells.encode()).isEqualTo("[0.1,-0.0,3.4028235E38]");
        RealVector found = (RealVector) read(QType.REAL, cells.getList().toArray());
        assertThat(found.at(1)).isEqualTo(-0.0f);
        assertThat(Float.floatToRawIntBits(found.at(1))).isEqualTo(Float.floatToRawIntBits(-0.0f));
    }

    @Test
    void wholeNumberMayComeInAnyNumberOfJava() {
        QVector found = read(
                QType.LONG, 1, 2L, 3.0, 4f, (short) 5, (byte) 6, BigInteger.valueOf(7), new BigDecimal("8.00"), "9");
        assertThat(found).isEqualTo(new LongVector(QType.LONG, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    @Test
    void guidIsReadInBothCases() {
        UUID guid = UUID.fromString("0a5f8bc1-0000-4000-8000-00000000000f");
        assertThat(read(QType.GUID, guid.toString(), "0A5F8BC1-0000-4000-8000-00000000000F"))
                .isEqualTo(new GuidVector(guid, guid));
    }

    @Test
    void columnThatARowLeavesOutIsNull() {
        Schema schema = RandomRows.everyType(0);
        Flip rows = RowsJson.read(schema, List.of(new JsonObject().put("list", null), new JsonObject().put("long", 1)));

        for (QVector column : rows.columns()) {
            boolean hasNull = column.type() != QType.BOOLEAN && column.type() != QType.BYTE;
            assertThat(column.isNull(0)).as("%s", column.type()).isEqualTo(hasNull);
        }
        assertThat(rows.column("boolean").longAt(0)).isZero();
        assertThat(rows.column("byte").longAt(0)).isZero();
        assertThat(rows.column("long").longAt(1)).isEqualTo(1);
    }

    @Test
    void mapIsARowAsWellAsAJsonObject() {
        assertThat(RowsJson.read(only(QType.LONG), List.of(Map.of("c", 4), new JsonObject().put("c", 5)))
                        .column(0))
                .isEqualTo(new LongVector(QType.LONG, 4, 5));
    }

    @Test
    void mixedColumnTakesStringsNumbersAndVectors() {
        JsonArray cells = new JsonArray("""
                ["text", 1, 1.5, true, [1, 2], [1, 2.5], [1, null], [true, false], ["a", 1], [[1], "b", null], []]""");
        QVector column = read(QType.LIST, cells.getList().toArray());

        assertThat(column.valueAt(0)).isEqualTo(ByteVector.chars("text"));
        assertThat(column.valueAt(4)).isEqualTo(new LongVector(QType.LONG, 1, 2));
        assertThat(column.valueAt(5)).isEqualTo(new FloatVector(QType.FLOAT, 1, 2.5));
        assertThat(column.valueAt(6)).isEqualTo(new LongVector(QType.LONG, 1, LongVector.NULL));
        assertThat(((QVector) column.valueAt(7)).type()).isEqualTo(QType.BOOLEAN);
        JsonArray expected =
                cells.copy().set(5, new JsonArray().add(1.0).add(2.5)).setNull(10);
        assertThat(new JsonArray(written(column).encode())).isEqualTo(new JsonArray(expected.encode()));
    }
}
