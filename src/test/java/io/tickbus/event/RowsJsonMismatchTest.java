package io.tickbus.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that do not fit: the message names the row, the column, the value and what was expected. */
class RowsJsonMismatchTest {
    private static final String SHORTS = "short (-32767 to 32767)";
    private static final String LONGS = "long (-9223372036854775807 to 9223372036854775807)";

    private static final String INFINITIES = "an infinity is \"0w\" or \"-0w\"";
    private static final String PAST_DOUBLE = "a number past 1.7976931348623157E308 is not a float; " + INFINITIES;

    private static Schema only(QType type) {
        return new Schema(List.of("c"), List.of(type), 0);
    }

    static Stream<Arguments> mismatches() {
        String pastLong = "9223372036854775808";
        return Stream.of(
                arguments(QType.BOOLEAN, 1, "1 is not a boolean"),
                arguments(QType.BOOLEAN, "true", "\"true\" is not a boolean"),
                arguments(QType.BYTE, 256, "256 is not a byte (0 to 255)"),
                arguments(QType.BYTE, -1, "-1 is not a byte (0 to 255)"),
                arguments(QType.BYTE, "0W", "\"0W\" is not a byte (0 to 255)"),
                arguments(QType.SHORT, 32768, "32768 is not a " + SHORTS),
                arguments(QType.SHORT, -32768, "-32768 is not a " + SHORTS),
                arguments(QType.SHORT, "x0W", "\"x0W\" is not a " + SHORTS),
                arguments(QType.INT, 2147483648L, "2147483648 is not a int (-2147483647 to 2147483647)"),
                arguments(QType.LONG, 1.5, "1.5 is not a " + LONGS),
                arguments(QType.LONG, 1e19, "1.0E19 is not a " + LONGS),
                arguments(QType.LONG, "abc", "\"abc\" is not a " + LONGS),
                arguments(QType.LONG, "", "\"\" is not a " + LONGS),
                arguments(QType.LONG, pastLong, "\"" + pastLong + "\" is not a " + LONGS),
                arguments(QType.LONG, "1e1000000000", "\"1e1000000000\" is not a " + LONGS),
                arguments(QType.LONG, new BigInteger(pastLong), pastLong + " is not a " + LONGS),
                arguments(QType.LONG, new BigDecimal("1e999999999"), "1E+999999999 is not a " + LONGS),
                arguments(QType.LONG, Long.MIN_VALUE, Long.MIN_VALUE + " is not a " + LONGS),
                arguments(QType.LONG, true, "true is not a " + LONGS),
                arguments(QType.LONG, new JsonArray().add(1), "[1] is not a " + LONGS),
                arguments(QType.LONG, "\u0661\u0662", "\"\u0661\u0662\" is not a " + LONGS),
                arguments(QType.FLOAT, Double.POSITIVE_INFINITY, PAST_DOUBLE),
                arguments(QType.FLOAT, new BigDecimal("1e400"), "1E+400 is not a float; " + INFINITIES),
                arguments(QType.DATETIME, Double.NEGATIVE_INFINITY, PAST_DOUBLE.replace("float", "datetime")),
                arguments(QType.LIST, new JsonArray().add(1).add(Double.POSITIVE_INFINITY), PAST_DOUBLE),
                arguments(QType.LIST, Double.POSITIVE_INFINITY, PAST_DOUBLE),
                arguments(QType.REAL, 1e300, "1.0E300 is not a real: it is past 3.4028235E38"),
                arguments(QType.FLOAT, "abc", "\"abc\" is not a float"),
                arguments(QType.FLOAT, "1.5", "\"1.5\" is not a float"),
                arguments(QType.FLOAT, false, "false is not a float"),
                arguments(QType.CHAR, "ab", "\"ab\" is not a char (a text of one byte)"),
                arguments(QType.CHAR, "日", "\"日\" is not a char (a text of one byte)"),
                arguments(QType.SYMBOL, 5, "5 is not a symbol (a text)"),
                arguments(QType.SYMBOL, "a\0b", "\"a\0b\" is not a symbol: it has a zero byte"),
                arguments(QType.GUID, "1-1-1-1-1", "\"1-1-1-1-1\" is not a guid"),
                arguments(
                        QType.GUID,
                        "a0a5f8bc1-000-4000-8000-00000000000f",
                        "\"a0a5f8bc1-000-4000-8000-00000000000f\" is not a guid"),
                arguments(QType.GUID, 7, "7 is not a guid"),
                arguments(QType.DATE, 5, "5 is not a date (a text)"),
                arguments(QType.DATE, "2026-02-30", "\"2026-02-30\" is not a date such as 2026-08-21"),
                arguments(QType.TIMESPAN, "x", "\"x\" is not a timespan such as 0D09:30:00.000000000"),
                arguments(QType.DATETIME, "noon", "\"noon\" is not a datetime such as 2026-08-21T09:30:00.000Z"),
                arguments(QType.DATETIME, true, "true is not a datetime (a text)"),
                arguments(
                        QType.LIST,
                        new JsonObject().put("x", 1),
                        "{\"x\":1} is not a text, number, boolean or array of them"));
    }

    @ParameterizedTest
    @MethodSource("mismatches")
    void mismatchNamesRowColumnValueAndType(QType type, Object cell, String reason) {
        List<JsonObject> rows = List.of(new JsonObject().putNull("c"), new JsonObject().put("c", cell));
        assertThatThrownBy(() -> RowsJson.read(only(type), rows))
                .isInstanceOf(BadRowsException.class)
                .hasMessage("row 1, column c: " + reason);
    }

    @Test
    void unknownColumnIsNamedWithTheColumnsThereAre() {
        Schema schema = new Schema(List.of("sym", "price"), List.of(QType.SYMBOL, QType.FLOAT), 1);
        List<JsonObject> rows = List.of(
                new JsonObject().put("sym", "a"),
                new JsonObject().put("sym", "b").put("prise", 1.5));
        assertThatThrownBy(() -> RowsJson.read(schema, rows))
                .isInstanceOf(BadRowsException.class)
                .hasMessage("row 1: no column prise; the table has sym:symbol | price:float");
    }

    @Test
    void numberPastADoubleIsNoInfinity() {
        assertThatThrownBy(() -> RowsJson.read(only(QType.FLOAT), List.of(new JsonObject("{\"c\":1e400}"))))
                .isInstanceOf(BadRowsException.class)
                .hasMessage("row 0, column c: " + PAST_DOUBLE);
    }

    @Test
    void objectWithoutColumnsIsNoRow() {
        assertThatThrownBy(() -> RowsJson.read(only(QType.LONG), List.of(new JsonObject())))
                .isInstanceOf(BadRowsException.class)
                .hasMessage("row 0: an object without columns; the table has c:long");
        assertThat(RowsJson.read(only(QType.LONG), List.of(new JsonObject().putNull("c")))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void rowThatIsNoObjectIsNamed() {
        assertThatThrownBy(() -> RowsJson.read(
                        only(QType.LONG),
                        new JsonArray()
                                .add(new JsonObject().putNull("c"))
                                .add(5)
                                .getList()))
                .isInstanceOf(BadRowsException.class)
                .hasMessage("row 1: 5 is no JSON object");
        assertThatThrownBy(() -> RowsJson.read(
                        only(QType.LONG), new JsonArray().addNull().getList()))
                .hasMessage("row 0: null is no JSON object");
    }

    @Test
    void arraysNestUpToTheLimitAndNoDeeper() {
        assertThat(RowsJson.read(only(QType.LIST), List.of(new JsonObject().put("c", nested(NestedJson.NESTING_MAX))))
                        .size())
                .isEqualTo(1);
        assertThatThrownBy(() -> RowsJson.read(
                        only(QType.LIST), List.of(new JsonObject().put("c", nested(NestedJson.NESTING_MAX + 1)))))
                .isInstanceOf(BadRowsException.class)
                .hasMessage("row 0, column c: arrays nested deeper than 32");
    }

    @Test
    void whatIsNestedToTheLimitCrossesBetweenNodes() {
        var rows = RowsJson.read(only(QType.LIST), List.of(new JsonObject().put("c", nested(NestedJson.NESTING_MAX))));
        var buffer = Buffer.buffer();
        Batch.CODEC.encodeToWire(buffer, Batch.of("t", rows));
        assertThat(Batch.CODEC.decodeFromWire(0, buffer).rows()).isEqualTo(rows);
    }

    private static JsonArray nested(int depth) {
        JsonArray array = new JsonArray().add("x");
        for (int i = 1; i < depth; i++) {
            array = new JsonArray().add(array);
        }
        return array;
    }

    @ParameterizedTest
    @EnumSource(QType.class)
    void whateverTheTextItIsAValueOrABadRow(QType type) {
        Random random = new Random(type.code());
        String letters = "0123456789-:.TDZWwNe+ ";
        for (int i = 0; i < 1000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length >= 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            List<JsonObject> rows = List.of(new JsonObject().put("c", text.toString()));
            BadRowsException refused =
                    catchThrowableOfType(BadRowsException.class, () -> RowsJson.read(only(type), rows));
            if (refused != null) {
                assertThat(refused).hasMessageStartingWith("row 0, column c: \"" + text + "\" is ");
            }
        }
    }
}
