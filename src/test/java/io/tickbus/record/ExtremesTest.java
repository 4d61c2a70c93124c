package io.tickbus.record;

import static io.tickbus.record.ConversionsTest.bytes;
import static io.tickbus.record.ConversionsTest.ints;
import static io.tickbus.record.ConversionsTest.longs;
import static io.tickbus.record.ConversionsTest.read;
import static io.tickbus.record.ConversionsTest.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tickbus.q.FloatVector;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Infinities, the largest finite values, and values that a type cannot hold. */
class ExtremesTest {
    private static final Duration DURATION_MAX = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration DURATION_MIN = Duration.ofSeconds(Long.MIN_VALUE);

    static Stream<Arguments> extremes() {
        return Stream.of(
                arguments(new ShortVector(ShortVector.INFINITY), short.class, Short.MAX_VALUE),
                arguments(new ShortVector((short) -ShortVector.INFINITY), int.class, -Integer.MAX_VALUE),
                arguments(new ShortVector(ShortVector.INFINITY), long.class, Long.MAX_VALUE),
                arguments(ints(QType.INT, IntVector.INFINITY), int.class, Integer.MAX_VALUE),
                arguments(ints(QType.INT, -IntVector.INFINITY), long.class, -Long.MAX_VALUE),
                arguments(ints(QType.INT, IntVector.INFINITY - 1), long.class, Integer.MAX_VALUE - 1L),
                arguments(longs(QType.LONG, LongVector.INFINITY), long.class, Long.MAX_VALUE),
                arguments(longs(QType.LONG, -LongVector.INFINITY), Long.class, -Long.MAX_VALUE),
                arguments(new RealVector(Float.POSITIVE_INFINITY), float.class, Float.POSITIVE_INFINITY),
                arguments(new RealVector(Float.NEGATIVE_INFINITY), double.class, Double.NEGATIVE_INFINITY),
                arguments(
                        new FloatVector(QType.FLOAT, Double.NEGATIVE_INFINITY), double.class, Double.NEGATIVE_INFINITY),
                arguments(longs(QType.TIMESTAMP, LongVector.INFINITY), Instant.class, Instant.MAX),
                arguments(longs(QType.TIMESTAMP, -LongVector.INFINITY), Instant.class, Instant.MIN),
                arguments(longs(QType.TIMESTAMP, LongVector.INFINITY), LocalDateTime.class, LocalDateTime.MAX),
                arguments(longs(QType.TIMESTAMP, -LongVector.INFINITY), LocalDateTime.class, LocalDateTime.MIN),
                arguments(
                        longs(QType.TIMESTAMP, LongVector.INFINITY - 1),
                        Instant.class,
                        Instant.parse("2292-04-10T23:47:16.854775806Z")),
                arguments(
                        longs(QType.TIMESTAMP, 1 - LongVector.INFINITY),
                        Instant.class,
                        Instant.parse("1707-09-22T00:12:43.145224194Z")),
                arguments(new FloatVector(QType.DATETIME, Double.POSITIVE_INFINITY), Instant.class, Instant.MAX),
                arguments(
                        new FloatVector(QType.DATETIME, Double.NEGATIVE_INFINITY),
                        LocalDateTime.class,
                        LocalDateTime.MIN),
                arguments(ints(QType.DATE, IntVector.INFINITY), LocalDate.class, LocalDate.MAX),
                arguments(ints(QType.DATE, -IntVector.INFINITY), LocalDate.class, LocalDate.MIN),
                arguments(
                        ints(QType.DATE, IntVector.INFINITY - 1),
                        LocalDate.class,
                        LocalDate.of(2000, 1, 1).plusDays(IntVector.INFINITY - 1)),
                arguments(ints(QType.MONTH, IntVector.INFINITY), YearMonth.class, YearMonth.of(Year.MAX_VALUE, 12)),
                arguments(ints(QType.MONTH, -IntVector.INFINITY), YearMonth.class, YearMonth.of(Year.MIN_VALUE, 1)),
                arguments(
                        ints(QType.MONTH, 1 - IntVector.INFINITY),
                        YearMonth.class,
                        YearMonth.of(2000, 1).minusMonths(IntVector.INFINITY - 1)),
                arguments(longs(QType.TIMESPAN, LongVector.INFINITY), Duration.class, DURATION_MAX),
                arguments(longs(QType.TIMESPAN, -LongVector.INFINITY), Duration.class, DURATION_MIN),
                arguments(longs(QType.TIMESPAN, LongVector.INFINITY), Instant.class, Instant.MAX),
                arguments(longs(QType.TIMESPAN, -LongVector.INFINITY), LocalDateTime.class, LocalDateTime.MIN),
                arguments(
                        longs(QType.TIMESPAN, 1 - LongVector.INFINITY),
                        Duration.class,
                        Duration.ofNanos(1 - LongVector.INFINITY)),
                arguments(ints(QType.TIME, IntVector.INFINITY), Duration.class, DURATION_MAX),
                arguments(ints(QType.SECOND, -IntVector.INFINITY), Instant.class, Instant.MIN),
                arguments(ints(QType.MINUTE, IntVector.INFINITY), LocalDateTime.class, LocalDateTime.MAX),
                arguments(
                        ints(QType.MINUTE, IntVector.INFINITY - 1),
                        Duration.class,
                        Duration.ofMinutes(IntVector.INFINITY - 1)),
                arguments(longs(QType.TIMESPAN, 86_399_999_999_999L), LocalTime.class, LocalTime.MAX),
                arguments(ints(QType.TIME, 0), LocalTime.class, LocalTime.MIDNIGHT));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void extremeIsReadAndWrittenBack(QVector cell, Class<?> javaType, Object expected) throws Throwable {
        assertThat(read(cell, javaType)).isEqualTo(expected);
        assertThat(write(cell.type(), javaType, expected)).isEqualTo(cell);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments(ints(QType.MINUTE, 1500), LocalTime.class, "25:00 is not a time of day; declare Duration"),
                arguments(
                        longs(QType.TIMESPAN, -1),
                        LocalTime.class,
                        "-0D00:00:00.000000001 is not a time of day; declare Duration"),
                arguments(
                        ints(QType.TIME, IntVector.INFINITY),
                        LocalTime.class,
                        "0Wt is not a time of day; declare Duration"),
                arguments(
                        longs(QType.TIMESPAN, -LongVector.INFINITY),
                        LocalTime.class,
                        "-0Wn is not a time of day; declare Duration"),
                arguments(
                        new FloatVector(QType.DATETIME, 1e13),
                        Instant.class,
                        "a datetime of 1.0E13 days is past the calendar"),
                arguments(
                        SymbolVector.of("HOLD"),
                        ConversionsTest.Side.class,
                        "\"HOLD\" is not a constant of Side; it has BUY, SELL; declare String"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void valueThatTheJavaTypeLacksIsRefused(QVector cell, Class<?> javaType, String message) {
        assertThatThrownBy(() -> read(cell, javaType))
                .isInstanceOf(CellException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> unwritable() {
        return Stream.of(
                arguments(QType.BYTE, int.class, 256, "256 is not a byte, which is 0 to 255"),
                arguments(QType.BYTE, short.class, (short) -1, "-1 is not a byte, which is 0 to 255"),
                arguments(
                        QType.SHORT,
                        short.class,
                        Short.MIN_VALUE,
                        "-32768 is q's null of a short; declare a box or an Optional, and write null"),
                arguments(QType.SHORT, int.class, 32767, "32767 is not a short, which is -32766 to 32766"),
                arguments(
                        QType.SHORT,
                        long.class,
                        Long.MIN_VALUE,
                        "-9223372036854775808 is not a short, which is -32766 to 32766"),
                arguments(
                        QType.INT,
                        Integer.class,
                        Integer.MIN_VALUE,
                        "-2147483648 is q's null of an int; declare a box or an Optional, and write null"),
                arguments(
                        QType.INT,
                        long.class,
                        -2147483647L,
                        "-2147483647 is not an int, which is -2147483646 to 2147483646"),
                arguments(
                        QType.LONG,
                        long.class,
                        Long.MIN_VALUE,
                        "-9223372036854775808 is q's null of a long; declare a box or an Optional, and write null"),
                arguments(QType.REAL, double.class, 1e39, "1.0E39 is not a real, which is at most 3.4028235E38"),
                arguments(QType.CHAR, char.class, '日', "'日' is not a char, which is one byte"),
                arguments(QType.CHAR, String.class, "ab", "\"ab\" is not a char, which is one byte"),
                arguments(QType.SYMBOL, String.class, "a\0b", "\"a\0b\" is not a symbol, which has no zero byte"),
                arguments(
                        QType.TIMESTAMP,
                        Instant.class,
                        Instant.parse("2292-04-10T23:47:16.854775807Z"),
                        "2292-04-10T23:47:16.854775807Z is not a timestamp, which is within 292 years of 2000-01-01"),
                arguments(
                        QType.TIMESTAMP,
                        LocalDateTime.class,
                        LocalDateTime.parse("1707-09-22T00:12:43.145224193"),
                        "1707-09-22T00:12:43.145224193 is not a timestamp, which is within 292 years of 2000-01-01"),
                arguments(
                        QType.DATETIME,
                        Instant.class,
                        Instant.parse("2026-11-30T09:30:00.000000001Z"),
                        "2026-11-30T09:30:00.000000001 is finer than a datetime, whose unit is a day as a float; write truncatedTo(ChronoUnit.MILLIS)"),
                arguments(
                        QType.DATE,
                        LocalDate.class,
                        LocalDate.of(2000, 1, 1).plusDays(IntVector.INFINITY),
                        "+5881610-07-11 is outside the range of a date"),
                arguments(
                        QType.MONTH,
                        YearMonth.class,
                        YearMonth.of(2000, 1).minusMonths(IntVector.INFINITY),
                        "-178954971-06 is outside the range of a month"),
                arguments(
                        QType.TIMESPAN,
                        Duration.class,
                        Duration.ofSeconds(1L << 62),
                        "PT1281023894007607H45M4S is outside the range of a timespan"),
                arguments(
                        QType.TIME,
                        Duration.class,
                        Duration.ofMillis(IntVector.INFINITY),
                        "PT596H31M23.647S is outside the range of a time"),
                arguments(
                        QType.TIME,
                        Duration.class,
                        Duration.ofSeconds(1L << 62),
                        "PT1281023894007607H45M4S is outside the range of a time"),
                arguments(
                        QType.TIME,
                        LocalTime.class,
                        LocalTime.parse("09:30:00.0001"),
                        "09:30:00.000100 is finer than a time; write truncatedTo(ChronoUnit.MILLIS)"),
                arguments(
                        QType.SECOND,
                        LocalTime.class,
                        LocalTime.parse("09:30:00.5"),
                        "09:30:00.500 is finer than a second; write truncatedTo(ChronoUnit.SECONDS)"),
                arguments(
                        QType.MINUTE,
                        Duration.class,
                        Duration.ofSeconds(61),
                        "PT1M1S is finer than a minute; write truncatedTo(ChronoUnit.MINUTES)"),
                arguments(
                        QType.TIMESPAN,
                        Instant.class,
                        Instant.parse("2400-01-01T00:00:00Z"),
                        "2400-01-01T00:00:00Z is outside the range of a timespan"),
                arguments(
                        QType.TIME,
                        Instant.class,
                        Instant.MAX.minusNanos(1),
                        "+1000000000-12-31T23:59:59.999999998Z is outside the range of a time"),
                arguments(QType.LONG, Value.class, io.tickbus.q.Atom.ofFloat(1), "not an atom of long: 1f"));
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void valueThatTheColumnLacksIsRefused(QType column, Class<?> javaType, Object value, String message) {
        assertThatThrownBy(() -> write(column, javaType, value))
                .isInstanceOf(CellException.class)
                .hasMessage(message);
    }

    @Test
    void valueThatQHasAsItsNullBecomesTheNull() throws Throwable {
        assertThat(write(QType.SYMBOL, String.class, "")).isEqualTo(SymbolVector.of(""));
        assertThat(write(QType.CHAR, String.class, "")).isEqualTo(bytes(QType.CHAR, ' '));
        assertThat(write(QType.GUID, UUID.class, new UUID(0, 0))).isEqualTo(new GuidVector(new UUID(0, 0)));
        assertThat(write(QType.FLOAT, Double.class, Double.NaN)).isEqualTo(new FloatVector(QType.FLOAT, Double.NaN));
    }

    @Test
    void doubleInAColumnOfRealsIsTheNearestReal() throws Throwable {
        assertThat(write(QType.REAL, double.class, 0.1)).isEqualTo(new RealVector(0.1f));
        assertThat(write(QType.REAL, double.class, Double.POSITIVE_INFINITY))
                .isEqualTo(new RealVector(Float.POSITIVE_INFINITY));
    }
}
