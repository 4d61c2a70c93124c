package io.tickbus.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.SymbolVector;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowCursorTest {
    private static final TradingDay DAY = TradingDay.of(LocalDate.of(2026, 11, 30), ZoneId.of("America/New_York"));

    private static final Map<Class<?>, BiFunction<RowCursor, String, @Nullable Object>> GETTERS = Map.ofEntries(
            Map.entry(boolean.class, RowCursor::getBoolean),
            Map.entry(byte.class, RowCursor::getByte),
            Map.entry(short.class, RowCursor::getShort),
            Map.entry(int.class, RowCursor::getInt),
            Map.entry(long.class, RowCursor::getLong),
            Map.entry(float.class, RowCursor::getFloat),
            Map.entry(double.class, RowCursor::getDouble),
            Map.entry(char.class, RowCursor::getChar),
            Map.entry(String.class, RowCursor::getString),
            Map.entry(UUID.class, RowCursor::getUuid),
            Map.entry(Instant.class, RowCursor::getInstant),
            Map.entry(LocalDateTime.class, RowCursor::getLocalDateTime),
            Map.entry(LocalDate.class, RowCursor::getLocalDate),
            Map.entry(YearMonth.class, RowCursor::getYearMonth),
            Map.entry(LocalTime.class, RowCursor::getLocalTime),
            Map.entry(Duration.class, RowCursor::getDuration));

    private static RowCursor on(QVector column) {
        RowCursor row = RowCursor.of(new Flip(List.of("c"), List.of(column)), DAY);
        assertThat(row.next()).isTrue();
        return row;
    }

    @ParameterizedTest
    @MethodSource({"io.tickbus.record.ConversionsTest#cells", "io.tickbus.record.ExtremesTest#extremes"})
    void getterReadsWhatARecordReads(QVector cell, Class<?> javaType, Object expected) {
        RowCursor row = on(cell);

        Object found = row.get("c", javaType);
        assertThat(found).isEqualTo(expected);
        if (GETTERS.containsKey(javaType)) {
            assertThat(GETTERS.get(javaType).apply(row, "c")).isEqualTo(expected);
        }
        assertThat(row.getValue("c")).isEqualTo(new Atom(cell));
    }

    @ParameterizedTest
    @EnumSource(QType.class)
    void getterThatMakesNoSenseNamesTheGettersThatFit(QType column) {
        RowCursor row = on(column == QType.LIST ? new GeneralList(Atom.ofLong(1)) : ConversionsTest.nullOf(column));

        GETTERS.forEach((javaType, getter) -> {
            boolean fits = Conversions.of(column, javaType) != null;
            if (fits && column != QType.LIST) {
                assertThat(JavaTypes.getters(column)).containsIgnoringCase("get" + javaType.getSimpleName());
            } else if (!fits) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> getter.apply(row, "c"))
                        .withMessage("column c is " + JavaTypes.withArticle(column) + ", which cannot be read as "
                                + javaType.getSimpleName() + "; use " + JavaTypes.getters(column));
            }
        });
    }

    @Test
    void doubleOfATimestampIsRefused() {
        RowCursor row = on(new LongVector(QType.TIMESTAMP, 0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.getDouble("c"))
                .withMessage("column c is a timestamp, which cannot be read as double;"
                        + " use getInstant, getLocalDateTime or getValue");
    }

    @Test
    void instantOfATimeOfDayNeedsTheDay() {
        Flip rows = new Flip(List.of("time"), List.of(new LongVector(QType.TIMESPAN, 0)));
        RowCursor row = RowCursor.of(rows);
        row.next();

        assertThat(row.getDuration("time")).isEqualTo(Duration.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.getInstant("time"))
                .withMessage("column time is a timespan, which cannot be read as Instant without a date;"
                        + " give a TradingDay, such as TradingDay.of(date, zone) or TradingDay.ofLog(log, zone);"
                        + " or use getLocalTime, getDuration or getValue,"
                        + " or with a TradingDay getInstant or getLocalDateTime");
    }

    static Stream<Arguments> nulls() {
        return ConversionsTest.nulls();
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullIsToldAndIsNullOrNaNOrASpaceOrFails(QType column, Class<?> javaType) {
        RowCursor row = on(ConversionsTest.nullOf(column));
        BiFunction<RowCursor, String, @Nullable Object> getter =
                GETTERS.getOrDefault(javaType, (on, name) -> on.get(name, javaType));

        assertThat(row.isNull("c")).isTrue();
        if (javaType == double.class || javaType == float.class) {
            assertThat(String.valueOf(getter.apply(row, "c"))).isEqualTo("NaN");
        } else if (javaType == char.class) {
            assertThat(row.getChar("c")).isEqualTo(' ');
        } else if (javaType.isPrimitive()) {
            assertThatThrownBy(() -> getter.apply(row, "c"))
                    .isInstanceOf(RowException.class)
                    .hasMessageStartingWith("row 0, column c: a null has no primitive; declare ");
        } else if (!javaType.getSimpleName().startsWith("Optional")) {
            assertThat(getter.apply(row, "c")).isNull();
        }
    }

    @Test
    void cellIsNotNull() {
        assertThat(on(new LongVector(QType.LONG, 0)).isNull("c")).isFalse();
        assertThat(on(new GeneralList(ByteVector.chars("a"))).isNull("c")).isFalse();
        assertThat(on(new GeneralList(ByteVector.chars(""))).isNull("c")).isTrue();
        assertThat(on(new GeneralList(Atom.ofLong(LongVector.NULL))).isNull("c"))
                .isTrue();
    }

    @Test
    void rowsComeOneAfterTheOther() {
        Flip rows = new Flip(
                List.of("sym", "size"),
                List.of(SymbolVector.of("a", "b", "c", "d"), new IntVector(QType.INT, 1, 2, 3, 4)));
        RowCursor row = RowCursor.of(rows.slice(1, 2));

        assertThat(row.row()).isEqualTo(-1);
        assertThat(row).hasToString("no row of 2");
        assertThat(row.next()).isTrue();
        assertThat(row.row()).isZero();
        assertThat(row.getString("sym") + row.getInt("size")).isEqualTo("b2");
        assertThat(row.next()).isTrue();
        assertThat(row.getString("sym") + row.getLong("size")).isEqualTo("c3");
        assertThat(row.toString()).contains("sym size", "c   3", "1 row");
        assertThat(row.next()).isFalse();
        assertThat(row.next()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> row.getString("sym"))
                .withMessage("the cursor has passed the last row");
    }

    @Test
    void cursorThatStandsBeforeTheFirstRowReadsNothing() {
        // The slice has a row before its first one, which must not be read.
        Flip rows = new Flip(List.of("a"), List.of(new LongVector(QType.LONG, 1, 2).slice(1, 1)));

        assertThatIllegalStateException()
                .isThrownBy(() -> RowCursor.of(rows).getLong("a"))
                .withMessage("the cursor stands before the first row; call next()");
        assertThatIllegalStateException().isThrownBy(() -> RowCursor.of(rows).isNull("a"));
    }

    @Test
    void columnThatDoesNotExistIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> on(new LongVector(QType.LONG, 1)).getLong("size"))
                .withMessage("no column size among [c]");
    }

    @Test
    void anyStringOfEqualCharactersFindsItsColumn() {
        // These names have equal lengths, first and last characters, by which the table of names is ordered.
        List<String> names =
                IntStream.range(0, 300).mapToObj(i -> "c" + (1000 + i) + "x").toList();
        Flip rows = new Flip(
                names,
                IntStream.range(0, 300)
                        .<QVector>mapToObj(i -> new LongVector(QType.LONG, i))
                        .toList());
        RowCursor row = RowCursor.of(rows);
        row.next();

        assertThat(row.getLong("c1000x")).isZero();
        assertThat(row.getLong("c1299x")).isEqualTo(299);
        for (int i = 0; i < 300; i++) {
            assertThat(row.getLong(new String(names.get(i).toCharArray()))).isEqualTo(i);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> row.getLong("c1300x"));
        assertThatIllegalArgumentException().isThrownBy(() -> row.getLong(""));
    }

    @Test
    void firstOfTwoColumnsOfOneNameIsRead() {
        Flip rows = new Flip(List.of("a", "a"), List.of(new LongVector(QType.LONG, 1), new LongVector(QType.LONG, 2)));
        RowCursor row = RowCursor.of(rows);
        row.next();

        assertThat(row.getLong("a")).isEqualTo(rows.column("a").longAt(0)).isEqualTo(1);
    }

    @Test
    void namesOfOtherRowsAreNotConfused() {
        for (int i = 0; i < 1000; i++) {
            Flip rows =
                    new Flip(List.of("a" + i, "b" + i), List.of(new FloatVector(QType.FLOAT, i), new RealVector(-i)));
            RowCursor row = RowCursor.of(rows);
            row.next();
            assertThat(row.getDouble("a" + i)).isEqualTo(i);
            assertThat(row.getDouble("b" + i)).isEqualTo(-i);
        }
    }
}
