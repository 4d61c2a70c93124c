package io.tickbus.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDatetime;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RandomValues;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random tables come back from records as they were, and records come back from tables. */
class RecordRoundTripTest {
    private static final int ROWS_MAX = 50;
    private static final TradingDay DAY = TradingDay.of(LocalDate.of(2026, 11, 30), ZoneId.of("Asia/Tokyo"));

    record Boxes(
            Boolean aBoolean,
            UUID aGuid,
            Byte aByte,
            Short aShort,
            Integer aInt,
            Long aLong,
            Float aReal,
            Double aFloat,
            Character aChar,
            String aSymbol,
            Instant aTimestamp,
            YearMonth aMonth,
            LocalDate aDate,
            Instant aDatetime,
            Duration aTimespan,
            Duration aMinute,
            Duration aSecond,
            Duration aTime,
            Value aList) {}

    record Optionals(
            Optional<Boolean> aBoolean,
            Optional<UUID> aGuid,
            OptionalInt aByte,
            OptionalLong aShort,
            OptionalInt aInt,
            OptionalLong aLong,
            OptionalDouble aReal,
            OptionalDouble aFloat,
            Optional<Character> aChar,
            Optional<String> aSymbol,
            Optional<LocalDateTime> aTimestamp,
            Optional<YearMonth> aMonth,
            Optional<LocalDate> aDate,
            Optional<LocalDateTime> aDatetime,
            Optional<Instant> aTimespan,
            Optional<LocalDateTime> aMinute,
            Optional<Instant> aSecond,
            Optional<LocalDateTime> aTime,
            Value aList) {}

    record Values(
            Value aBoolean,
            Value aGuid,
            Value aByte,
            Value aShort,
            Value aInt,
            Value aLong,
            Value aReal,
            Value aFloat,
            Value aChar,
            Value aSymbol,
            Value aTimestamp,
            Value aMonth,
            Value aDate,
            Value aDatetime,
            Value aTimespan,
            Value aMinute,
            Value aSecond,
            Value aTime,
            Value aList) {}

    record Texts(String aChar, String aSymbol) {}

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tableComesBackFromRecords(int seed) {
        Flip rows = table(seed);
        for (Class<? extends Record> type : List.of(Boxes.class, Optionals.class, Values.class)) {
            RecordMapping<?> mapping = RecordMapping.of(type, Schema.of(rows), DAY);
            assertThat(roundTrip(mapping, rows)).isEqualTo(rows);
        }
        Flip texts = new Flip(List.of("aChar", "aSymbol"), List.of(rows.column("aChar"), rows.column("aSymbol")));
        assertThat(roundTrip(RecordMapping.of(Texts.class, Schema.of(texts)), texts))
                .isEqualTo(texts);
    }

    private static <T extends Record> Flip roundTrip(RecordMapping<T> mapping, Flip rows) {
        List<T> records = mapping.read(rows);
        Flip written = mapping.write(records);
        assertThat(mapping.read(written)).isEqualTo(records);
        return written;
    }

    private static Flip table(int seed) {
        RandomValues values = new RandomValues(seed);
        Random random = new Random(seed);
        int size = random.nextInt(ROWS_MAX);
        List<String> names = new ArrayList<>();
        List<QVector> columns = new ArrayList<>();
        for (QType type : QType.values()) {
            names.add("a" + Character.toUpperCase(type.qName().charAt(0))
                    + type.qName().substring(1));
            columns.add(
                    type == QType.LIST
                            ? list(values, size)
                            : type == QType.DATETIME ? datetimes(random, size) : values.vector(type, size));
        }
        return new Flip(names, columns);
    }

    private static QVector list(RandomValues values, int size) {
        return new GeneralList(
                IntStream.range(0, size).mapToObj(i -> values.next()).toArray(Value[]::new));
    }

    /** Returns datetimes of whole milliseconds. Near 2000.01.01 a random one would be finer than any Java type. */
    private static QVector datetimes(Random random, int size) {
        double[] days = new double[size];
        for (int i = 0; i < size; i++) {
            days[i] = random.nextInt(8) == 0
                    ? new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}[random.nextInt(3)]
                    : QDatetime.days(LocalDateTime.of(2026, 11, 30, 0, 0).plusNanos(1_000_000L * random.nextInt()));
        }
        return new FloatVector(QType.DATETIME, days);
    }
}
