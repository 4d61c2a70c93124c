package io.tickbus.record;

import static java.lang.invoke.MethodType.methodType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Converts cells of each q type to each Java type that fits, and back. */
class ConversionsTest {
    enum Side {
        BUY,
        SELL
    }

    private static final UUID GUID = UUID.fromString("8c680a01-5a49-5aab-5a65-d4bfddb6a661");
    private static final TradingDay DAY = TradingDay.of(LocalDate.of(2026, 11, 30), ZoneId.of("America/New_York"));
    private static final List<Class<?>> JAVA_TYPES = List.of(
            boolean.class,
            byte.class,
            short.class,
            int.class,
            long.class,
            float.class,
            double.class,
            char.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            String.class,
            Side.class,
            UUID.class,
            Instant.class,
            LocalDateTime.class,
            LocalDate.class,
            YearMonth.class,
            LocalTime.class,
            Duration.class,
            Value.class,
            int[].class,
            Date.class,
            ZonedDateTime.class,
            BigDecimal.class,
            Object.class,
            String[].class);

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, boolean",
        "BYTE, byte short int long OptionalInt OptionalLong",
        "SHORT, short int long OptionalInt OptionalLong",
        "INT, int long OptionalInt OptionalLong",
        "LONG, long OptionalLong",
        "REAL, float double OptionalDouble",
        "FLOAT, double OptionalDouble",
        "CHAR, char String",
        "SYMBOL, String Side",
        "GUID, UUID",
        "TIMESTAMP, Instant LocalDateTime",
        "DATETIME, Instant LocalDateTime",
        "DATE, LocalDate",
        "MONTH, YearMonth",
        "TIMESPAN, Instant LocalDateTime LocalTime Duration",
        "TIME, Instant LocalDateTime LocalTime Duration",
        "SECOND, Instant LocalDateTime LocalTime Duration",
        "MINUTE, Instant LocalDateTime LocalTime Duration",
        "LIST, boolean byte short int long float double char OptionalInt OptionalLong OptionalDouble String Side UUID"
                + " Instant LocalDateTime LocalDate YearMonth LocalTime Duration int[]"
    })
    void typeFitsTheseJavaTypesAndNoOther(QType column, String fitting) {
        Set<String> expected =
                Stream.concat(Stream.of(fitting.split(" ")), Stream.of("Value")).collect(Collectors.toSet());
        Set<String> found = new HashSet<>();
        for (Class<?> javaType : JAVA_TYPES) {
            boolean fits = Conversions.of(column, javaType) != null;
            if (fits) {
                found.add(javaType.getSimpleName());
            }
            Class<?> box = methodType(javaType).wrap().returnType();
            assertThat(Conversions.of(column, box) != null).as(box.getName()).isEqualTo(fits);
        }
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(QType.class)
    void everyTypeHasACase(QType column) {
        assertThat(cells().map(Arguments::get).map(cell -> ((QVector) cell[0]).type()))
                .contains(column == QType.LIST ? QType.LONG : column);
    }

    static Stream<Arguments> cells() {
        return Stream.of(
                        cell(bytes(QType.BOOLEAN, 1), true, boolean.class, Boolean.class),
                        cell(bytes(QType.BOOLEAN, 0), false, boolean.class, Boolean.class),
                        cell(bytes(QType.BYTE, 0xFF), (byte) -1, byte.class, Byte.class),
                        cell(bytes(QType.BYTE, 0xFF), (short) 255, short.class, Short.class),
                        cell(bytes(QType.BYTE, 0xFF), 255, int.class, Integer.class),
                        cell(bytes(QType.BYTE, 0xFF), 255L, long.class, Long.class),
                        cell(bytes(QType.BYTE, 0xFF), OptionalInt.of(255), OptionalInt.class),
                        cell(bytes(QType.BYTE, 0xFF), OptionalLong.of(255), OptionalLong.class),
                        cell(new ShortVector((short) -3), (short) -3, short.class, Short.class),
                        cell(new ShortVector((short) -3), -3, int.class, Integer.class),
                        cell(new ShortVector((short) -3), -3L, long.class, Long.class),
                        cell(new ShortVector((short) -3), OptionalInt.of(-3), OptionalInt.class),
                        cell(new ShortVector((short) -3), OptionalLong.of(-3), OptionalLong.class),
                        cell(ints(QType.INT, 7), 7, int.class, Integer.class),
                        cell(ints(QType.INT, 7), 7L, long.class, Long.class),
                        cell(ints(QType.INT, 7), OptionalInt.of(7), OptionalInt.class),
                        cell(ints(QType.INT, 7), OptionalLong.of(7), OptionalLong.class),
                        cell(longs(QType.LONG, 1L << 40), 1L << 40, long.class, Long.class),
                        cell(longs(QType.LONG, 1L << 40), OptionalLong.of(1L << 40), OptionalLong.class),
                        cell(new RealVector(1.5f), 1.5f, float.class, Float.class),
                        cell(new RealVector(1.5f), 1.5, double.class, Double.class),
                        cell(new RealVector(1.5f), OptionalDouble.of(1.5), OptionalDouble.class),
                        cell(new FloatVector(QType.FLOAT, 0.1), 0.1, double.class, Double.class),
                        cell(new FloatVector(QType.FLOAT, 0.1), OptionalDouble.of(0.1), OptionalDouble.class),
                        cell(bytes(QType.CHAR, 'a'), 'a', char.class, Character.class),
                        cell(bytes(QType.CHAR, 0xE9), 'é', char.class, Character.class),
                        cell(bytes(QType.CHAR, 'a'), "a", String.class),
                        cell(bytes(QType.CHAR, 0xE9), "\\xe9", String.class),
                        cell(SymbolVector.of("IBM"), "IBM", String.class),
                        cell(SymbolVector.of("日\\xe9"), "日\\xe9", String.class),
                        cell(SymbolVector.of("SELL"), Side.SELL, Side.class),
                        cell(new GuidVector(GUID), GUID, UUID.class),
                        // 2026.11.30D09:30:00.123456789
                        cell(
                                longs(QType.TIMESTAMP, 849346200123456789L),
                                Instant.parse("2026-11-30T09:30:00.123456789Z"),
                                Instant.class),
                        cell(
                                longs(QType.TIMESTAMP, -1),
                                Instant.parse("1999-12-31T23:59:59.999999999Z"),
                                Instant.class),
                        cell(
                                longs(QType.TIMESTAMP, 849346200123456789L),
                                LocalDateTime.parse("2026-11-30T09:30:00.123456789"),
                                LocalDateTime.class),
                        cell(
                                longs(QType.TIMESTAMP, -1),
                                LocalDateTime.parse("1999-12-31T23:59:59.999999999"),
                                LocalDateTime.class),
                        cell(
                                new FloatVector(QType.DATETIME, 9830.395834722221),
                                Instant.parse("2026-11-30T09:30:00.120Z"),
                                Instant.class),
                        cell(
                                new FloatVector(QType.DATETIME, 9830.395834722221),
                                LocalDateTime.parse("2026-11-30T09:30:00.120"),
                                LocalDateTime.class),
                        cell(
                                new FloatVector(QType.DATETIME, -0.25),
                                Instant.parse("1999-12-31T18:00:00Z"),
                                Instant.class),
                        cell(ints(QType.DATE, 9830), LocalDate.of(2026, 11, 30), LocalDate.class),
                        cell(ints(QType.DATE, -1), LocalDate.of(1999, 12, 31), LocalDate.class),
                        cell(ints(QType.MONTH, 322), YearMonth.of(2026, 11), YearMonth.class),
                        cell(ints(QType.MONTH, -1), YearMonth.of(1999, 12), YearMonth.class),
                        cell(
                                longs(QType.TIMESPAN, 34_200_000_000_001L),
                                LocalTime.parse("09:30:00.000000001"),
                                LocalTime.class),
                        cell(longs(QType.TIMESPAN, -1), Duration.ofNanos(-1), Duration.class),
                        cell(
                                longs(QType.TIMESPAN, 34_200_000_000_001L),
                                Instant.parse("2026-11-30T14:30:00.000000001Z"),
                                Instant.class),
                        cell(longs(QType.TIMESPAN, -1), Instant.parse("2026-11-30T04:59:59.999999999Z"), Instant.class),
                        cell(
                                longs(QType.TIMESPAN, 34_200_000_000_001L),
                                LocalDateTime.parse("2026-11-30T09:30:00.000000001"),
                                LocalDateTime.class),
                        cell(ints(QType.TIME, 34_200_001), LocalTime.parse("09:30:00.001"), LocalTime.class),
                        cell(ints(QType.TIME, -1), Duration.ofMillis(-1), Duration.class),
                        cell(ints(QType.TIME, 34_200_001), Instant.parse("2026-11-30T14:30:00.001Z"), Instant.class),
                        cell(
                                ints(QType.TIME, 90_000_000),
                                LocalDateTime.parse("2026-12-01T01:00:00"),
                                LocalDateTime.class),
                        cell(ints(QType.SECOND, 34_201), LocalTime.parse("09:30:01"), LocalTime.class),
                        cell(ints(QType.SECOND, -1), Duration.ofSeconds(-1), Duration.class),
                        cell(ints(QType.SECOND, 34_201), Instant.parse("2026-11-30T14:30:01Z"), Instant.class),
                        cell(
                                ints(QType.SECOND, 34_201),
                                LocalDateTime.parse("2026-11-30T09:30:01"),
                                LocalDateTime.class),
                        cell(ints(QType.MINUTE, 570), LocalTime.parse("09:30"), LocalTime.class),
                        cell(ints(QType.MINUTE, 1500), Duration.ofHours(25), Duration.class),
                        cell(ints(QType.MINUTE, 570), Instant.parse("2026-11-30T14:30:00Z"), Instant.class),
                        cell(ints(QType.MINUTE, 570), LocalDateTime.parse("2026-11-30T09:30"), LocalDateTime.class))
                .flatMap(List::stream);
    }

    private static List<Arguments> cell(QVector cell, Object expected, Class<?>... javaTypes) {
        return Arrays.stream(javaTypes)
                .map(javaType -> arguments(cell, javaType, expected))
                .toList();
    }

    static ByteVector bytes(QType type, int item) {
        return new ByteVector(type, new byte[] {(byte) item});
    }

    static IntVector ints(QType type, int item) {
        return new IntVector(type, item);
    }

    static LongVector longs(QType type, long item) {
        return new LongVector(type, item);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cellIsReadAndWrittenBack(QVector cell, Class<?> javaType, Object expected) throws Throwable {
        assertThat(read(cell, javaType)).isEqualTo(expected);
        assertThat(write(cell.type(), javaType, expected)).isEqualTo(cell);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void atomOfAGeneralColumnIsReadByItsType(QVector cell, Class<?> javaType, Object expected) throws Throwable {
        QVector list = new GeneralList(new Atom(cell));

        assertThat(read(list, javaType)).isEqualTo(expected);
        assertThat(read(write(QType.LIST, javaType, expected), javaType)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void valueIsTheCellItself(QVector cell, Class<?> javaType, Object expected) throws Throwable {
        assertThat(read(cell, Value.class)).isEqualTo(new Atom(cell));
        assertThat(write(cell.type(), Value.class, new Atom(cell))).isEqualTo(cell);
    }

    static Stream<Arguments> nulls() {
        List<Arguments> nulls = new ArrayList<>();
        for (QType column : QType.values()) {
            for (Class<?> javaType : JAVA_TYPES) {
                if (column != QType.BOOLEAN
                        && column != QType.BYTE
                        && column != QType.LIST
                        && javaType != Value.class
                        && Conversions.of(column, javaType) != null) {
                    nulls.add(arguments(column, javaType));
                }
            }
        }
        return nulls.stream();
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullIsNullOrEmptyAndIsWrittenBack(QType column, Class<?> javaType) throws Throwable {
        QVector missing = nullOf(column);
        Class<?> box = methodType(javaType).wrap().returnType();
        Object expected = javaType == OptionalInt.class
                ? OptionalInt.empty()
                : javaType == OptionalLong.class
                        ? OptionalLong.empty()
                        : javaType == OptionalDouble.class ? OptionalDouble.empty() : null;

        assertThat(read(missing, box)).isEqualTo(expected);
        assertThat(write(column, box, expected)).isEqualTo(missing);
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullOfAPrimitiveIsNaNOrASpaceOrFails(QType column, Class<?> javaType) throws Throwable {
        QVector missing = nullOf(column);
        if (javaType == double.class) {
            assertThat(read(missing, javaType)).isEqualTo(Double.NaN);
        } else if (javaType == float.class) {
            assertThat(read(missing, javaType)).isEqualTo(Float.NaN);
        } else if (javaType == char.class) {
            assertThat(read(missing, javaType)).isEqualTo(' ');
        } else if (javaType.isPrimitive()) {
            assertThatThrownBy(() -> read(missing, javaType))
                    .isInstanceOf(CellException.class)
                    .hasMessageContaining("a null has no primitive; declare ");
        }
    }

    static QVector nullOf(QType column) {
        VectorBuilder builder = new VectorBuilder(column, 1);
        builder.appendNull();
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource({"BOOLEAN, java.lang.Boolean", "BYTE, java.lang.Byte", "BYTE, java.lang.Long", "BYTE, io.tickbus.q.Value"
    })
    void nullThatTheTypeDoesNotHaveIsRefused(QType column, Class<?> javaType) {
        assertThatThrownBy(() -> write(column, javaType, null))
                .isInstanceOf(CellException.class)
                .hasMessage("null is not a " + column + ", which has no null in q");
    }

    static @Nullable Object read(QVector column, Type javaType) throws Throwable {
        Conversion conversion = Objects.requireNonNull(Conversions.of(column.type(), javaType));
        return conversion.reader().asType(Conversion.OBJECT_READER).invoke(column, 0, DAY);
    }

    static QVector write(QType column, Type javaType, @Nullable Object value) throws Throwable {
        Conversion conversion = Objects.requireNonNull(Conversions.of(column, javaType));
        VectorBuilder builder = new VectorBuilder(column, 1);
        conversion.writer().asType(Conversion.OBJECT_WRITER).invoke(builder, value, DAY);
        return builder.build();
    }

    @Test
    void optionalOfAReferenceIsEmptyForNull() throws Throwable {
        record Holder(Optional<Instant> time) {}
        Type type = Holder.class.getRecordComponents()[0].getGenericType();
        Optional<Instant> time = Optional.of(Instant.parse("2000-01-01T00:00:00Z"));

        assertThat(read(nullOf(QType.TIMESTAMP), type)).isEqualTo(Optional.empty());
        assertThat(read(longs(QType.TIMESTAMP, 0), type)).isEqualTo(time);
        assertThat(write(QType.TIMESTAMP, type, Optional.empty())).isEqualTo(nullOf(QType.TIMESTAMP));
        assertThat(write(QType.TIMESTAMP, type, time)).isEqualTo(longs(QType.TIMESTAMP, 0));
    }
}
