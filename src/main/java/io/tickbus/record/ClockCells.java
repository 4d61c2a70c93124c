package io.tickbus.record;

import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.VectorBuilder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * Converts timespans, times, seconds and minutes, as durations or as times of day. A {@link LocalTime} is from 00:00 to
 * 24:00, exclusive. An {@link Instant} or a {@link LocalDateTime} needs the {@link TradingDay}. An infinity becomes the
 * largest or smallest value of the Java type. A {@link LocalTime} cannot hold an infinity, because all its values are
 * times of day.
 */
final class ClockCells {
    private static final Duration DURATION_MAX = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration DURATION_MIN = Duration.ofSeconds(Long.MIN_VALUE);
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private ClockCells() {}

    @Cell(QType.TIMESPAN)
    static @Nullable Instant instantOf(LongVector column, int row, TradingDay day) {
        return instant(QType.TIMESPAN, column.at(row), day);
    }

    @Cell({QType.TIME, QType.SECOND, QType.MINUTE})
    static @Nullable Instant instantOf(IntVector column, int row, TradingDay day) {
        return instant(column.type(), column.longAt(row), day);
    }

    private static @Nullable Instant instant(QType type, long raw, TradingDay day) {
        if (CalendarCells.isSpecial(raw)) {
            return raw == LongVector.NULL ? null : raw > 0 ? Instant.MAX : Instant.MIN;
        }
        return day.instant(seconds(type, raw), nanos(type, raw));
    }

    @Cell({QType.TIMESPAN, QType.TIME, QType.SECOND, QType.MINUTE})
    static @Nullable LocalDateTime localDateTimeOf(QVector column, int row, TradingDay day) {
        long raw = column.longAt(row);
        if (CalendarCells.isSpecial(raw)) {
            return raw == LongVector.NULL ? null : raw > 0 ? LocalDateTime.MAX : LocalDateTime.MIN;
        }
        return day.time(seconds(column.type(), raw), nanos(column.type(), raw));
    }

    @Cell({QType.TIMESPAN, QType.TIME, QType.SECOND, QType.MINUTE})
    static @Nullable Duration durationOf(QVector column, int row) {
        long raw = column.longAt(row);
        if (CalendarCells.isSpecial(raw)) {
            return raw == LongVector.NULL ? null : raw > 0 ? DURATION_MAX : DURATION_MIN;
        }
        return Duration.ofSeconds(seconds(column.type(), raw), nanos(column.type(), raw));
    }

    @Cell({QType.TIMESPAN, QType.TIME, QType.SECOND, QType.MINUTE})
    static @Nullable LocalTime localTimeOf(QVector column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        long raw = column.longAt(row);
        QType type = column.type();
        long second = CalendarCells.isSpecial(raw) ? SECONDS_PER_DAY : seconds(type, raw);
        if (second < 0 || second >= SECONDS_PER_DAY) {
            throw new CellException(Conversion.shown(column, row) + " is not a time of day; declare Duration");
        }
        return LocalTime.ofNanoOfDay(second * NANOS_PER_SECOND + nanos(type, raw));
    }

    private static long seconds(QType type, long raw) {
        return switch (type) {
            case TIMESPAN -> Math.floorDiv(raw, NANOS_PER_SECOND);
            case TIME -> Math.floorDiv(raw, MILLIS_PER_SECOND);
            case MINUTE -> raw * SECONDS_PER_MINUTE;
            default -> raw;
        };
    }

    private static long nanos(QType type, long raw) {
        return switch (type) {
            case TIMESPAN -> Math.floorMod(raw, NANOS_PER_SECOND);
            case TIME -> Math.floorMod(raw, MILLIS_PER_SECOND) * NANOS_PER_MILLI;
            default -> 0;
        };
    }

    @Cell({QType.TIMESPAN, QType.TIME, QType.SECOND, QType.MINUTE})
    static void add(VectorBuilder column, Instant value, TradingDay day) {
        if (value.equals(Instant.MAX) || value.equals(Instant.MIN)) {
            addInfinity(column, value.equals(Instant.MAX));
            return;
        }
        Duration duration;
        try {
            duration = day.sinceMidnight(value);
        } catch (DateTimeException | ArithmeticException pastTheCalendar) {
            throw outOfRange(column, value);
        }
        add(column, duration, value);
        if (!day.instant(duration).equals(value)) {
            throw new CellException(value + " is in the hour that the clocks of " + day.zone() + " show twice, and a "
                    + column.type() + " cannot tell which; write it to a timestamp");
        }
    }

    @Cell({QType.TIMESPAN, QType.TIME, QType.SECOND, QType.MINUTE})
    static void add(VectorBuilder column, LocalDateTime value, TradingDay day) {
        if (value.equals(LocalDateTime.MAX) || value.equals(LocalDateTime.MIN)) {
            addInfinity(column, value.equals(LocalDateTime.MAX));
        } else {
            add(column, day.sinceMidnight(value), value);
        }
    }

    @Cell({QType.TIMESPAN, QType.TIME, QType.SECOND, QType.MINUTE})
    static void add(VectorBuilder column, Duration value) {
        if (value.equals(DURATION_MAX) || value.equals(DURATION_MIN)) {
            addInfinity(column, value.equals(DURATION_MAX));
        } else {
            add(column, value, value);
        }
    }

    @Cell({QType.TIMESPAN, QType.TIME, QType.SECOND, QType.MINUTE})
    static void add(VectorBuilder column, LocalTime value) {
        add(column, Duration.ofNanos(value.toNanoOfDay()), value);
    }

    private static void addInfinity(VectorBuilder column, boolean isPositive) {
        column.appendWhole(isPositive ? LongVector.INFINITY : -LongVector.INFINITY);
    }

    private static void add(VectorBuilder column, Duration sinceMidnight, Object value) {
        long second = sinceMidnight.getSeconds();
        int nano = sinceMidnight.getNano();
        switch (column.type()) {
            case TIMESPAN -> column.appendWhole(nanosOf(column, sinceMidnight, value));
            case TIME -> {
                requireWhole(nano % NANOS_PER_MILLI == 0, column, value, "MILLIS");
                long millis = Math.abs(second) > IntVector.INFINITY
                        ? IntVector.INFINITY
                        : second * MILLIS_PER_SECOND + nano / NANOS_PER_MILLI;
                column.appendWhole(CalendarCells.int32(millis, column.type(), value));
            }
            case SECOND -> {
                requireWhole(nano == 0, column, value, "SECONDS");
                column.appendWhole(CalendarCells.int32(second, column.type(), value));
            }
            default -> {
                requireWhole(nano == 0 && second % SECONDS_PER_MINUTE == 0, column, value, "MINUTES");
                column.appendWhole(CalendarCells.int32(second / SECONDS_PER_MINUTE, column.type(), value));
            }
        }
    }

    private static long nanosOf(VectorBuilder column, Duration duration, Object value) {
        try {
            long nanos = duration.toNanos();
            if (!CalendarCells.isSpecial(nanos)) {
                return nanos;
            }
        } catch (ArithmeticException overflow) {
            // The exception below reports the overflow.
        }
        throw outOfRange(column, value);
    }

    private static CellException outOfRange(VectorBuilder column, Object value) {
        return new CellException(value + " is outside the range of a " + column.type());
    }

    private static void requireWhole(boolean isWhole, VectorBuilder column, Object value, String unit) {
        if (!isWhole) {
            throw new CellException(
                    value + " is finer than a " + column.type() + "; write truncatedTo(ChronoUnit." + unit + ")");
        }
    }
}
