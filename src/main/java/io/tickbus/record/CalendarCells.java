package io.tickbus.record;

import io.tickbus.q.FloatVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDate;
import io.tickbus.q.QDatetime;
import io.tickbus.q.QType;
import io.tickbus.q.VectorBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * Converts timestamps, datetimes, dates and months. An {@link Instant} is a timestamp or datetime in UTC. A
 * {@link LocalDateTime} has no zone. An infinity becomes the largest or smallest value of the Java type. A finite value
 * of q never becomes the largest or smallest value.
 */
final class CalendarCells {
    private static final long EPOCH_SECOND = QDate.EPOCH.toEpochDay() * 86_400;
    private static final long EPOCH_MONTH = 2000 * 12;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final YearMonth MONTH_MAX = YearMonth.of(Year.MAX_VALUE, 12);
    private static final YearMonth MONTH_MIN = YearMonth.of(Year.MIN_VALUE, 1);

    private CalendarCells() {}

    @Cell(QType.TIMESTAMP)
    static @Nullable Instant instantOf(LongVector column, int row) {
        long nanos = column.at(row);
        if (isSpecial(nanos)) {
            return nanos == LongVector.NULL ? null : nanos > 0 ? Instant.MAX : Instant.MIN;
        }
        return Instant.ofEpochSecond(
                EPOCH_SECOND + Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    @Cell(QType.TIMESTAMP)
    static @Nullable LocalDateTime localDateTimeOf(LongVector column, int row) {
        long nanos = column.at(row);
        if (isSpecial(nanos)) {
            return nanos == LongVector.NULL ? null : nanos > 0 ? LocalDateTime.MAX : LocalDateTime.MIN;
        }
        return LocalDateTime.ofEpochSecond(
                EPOCH_SECOND + Math.floorDiv(nanos, NANOS_PER_SECOND),
                (int) Math.floorMod(nanos, NANOS_PER_SECOND),
                ZoneOffset.UTC);
    }

    /** Returns whether an item is q's null or an infinity. */
    static boolean isSpecial(long item) {
        return item >= LongVector.INFINITY || item <= -LongVector.INFINITY;
    }

    @Cell(QType.TIMESTAMP)
    static void addTimestamp(VectorBuilder column, Instant value) {
        if (!addInfinity(column, value, Instant.MAX, Instant.MIN)) {
            column.appendWhole(nanos(value.getEpochSecond(), value.getNano(), value));
        }
    }

    @Cell(QType.TIMESTAMP)
    static void addTimestamp(VectorBuilder column, LocalDateTime value) {
        if (!addInfinity(column, value, LocalDateTime.MAX, LocalDateTime.MIN)) {
            Instant instant = value.toInstant(ZoneOffset.UTC);
            column.appendWhole(nanos(instant.getEpochSecond(), instant.getNano(), value));
        }
    }

    private static long nanos(long epochSecond, int nano, Object value) {
        long second = epochSecond - EPOCH_SECOND;
        // A negative time is computed from the end of its second. Computed from the start of the second, the earliest
        // timestamps would overflow.
        long whole = second < 0 ? second + 1 : second;
        long rest = second < 0 ? nano - NANOS_PER_SECOND : nano;
        try {
            long nanos = Math.addExact(Math.multiplyExact(whole, NANOS_PER_SECOND), rest);
            if (!isSpecial(nanos)) {
                return nanos;
            }
        } catch (ArithmeticException overflow) {
            // The exception below reports the overflow.
        }
        throw new CellException(value + " is not a timestamp, which is within 292 years of 2000-01-01");
    }

    private static boolean addInfinity(VectorBuilder column, Object value, Object max, Object min) {
        boolean isMax = value.equals(max);
        if (!isMax && !value.equals(min)) {
            return false;
        }
        if (column.type() == QType.DATETIME) {
            column.appendFloat(isMax ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        } else {
            column.appendWhole(isMax ? LongVector.INFINITY : -LongVector.INFINITY);
        }
        return true;
    }

    @Cell(QType.DATETIME)
    static @Nullable Instant instantOf(FloatVector column, int row) {
        double days = column.at(row);
        if (Double.isNaN(days)) {
            return null;
        }
        return Double.isInfinite(days)
                ? (days > 0 ? Instant.MAX : Instant.MIN)
                : time(days).toInstant(ZoneOffset.UTC);
    }

    @Cell(QType.DATETIME)
    static @Nullable LocalDateTime localDateTimeOf(FloatVector column, int row) {
        double days = column.at(row);
        if (Double.isNaN(days)) {
            return null;
        }
        return Double.isInfinite(days) ? (days > 0 ? LocalDateTime.MAX : LocalDateTime.MIN) : time(days);
    }

    private static LocalDateTime time(double days) {
        try {
            return QDatetime.time(days);
        } catch (IllegalArgumentException pastTheCalendar) {
            throw new CellException(pastTheCalendar.getMessage());
        }
    }

    @Cell(QType.DATETIME)
    static void addDatetime(VectorBuilder column, Instant value) {
        if (!addInfinity(column, value, Instant.MAX, Instant.MIN)) {
            column.appendFloat(days(LocalDateTime.ofInstant(value, ZoneOffset.UTC)));
        }
    }

    @Cell(QType.DATETIME)
    static void addDatetime(VectorBuilder column, LocalDateTime value) {
        if (!addInfinity(column, value, LocalDateTime.MAX, LocalDateTime.MIN)) {
            column.appendFloat(days(value));
        }
    }

    private static double days(LocalDateTime value) {
        double days = QDatetime.days(value);
        if (!time(days).equals(value)) {
            throw new CellException(value + " is finer than a datetime, whose unit is a day as a float;"
                    + " write truncatedTo(ChronoUnit.MILLIS)");
        }
        return days;
    }

    @Cell(QType.DATE)
    static @Nullable LocalDate dateOf(IntVector column, int row) {
        long days = column.longAt(row);
        if (isSpecial(days)) {
            return days == LongVector.NULL ? null : days > 0 ? LocalDate.MAX : LocalDate.MIN;
        }
        return QDate.EPOCH.plusDays(days);
    }

    @Cell(QType.DATE)
    static void addDate(VectorBuilder column, LocalDate value) {
        if (!addInfinity(column, value, LocalDate.MAX, LocalDate.MIN)) {
            column.appendWhole(int32(value.toEpochDay() - QDate.EPOCH.toEpochDay(), column.type(), value));
        }
    }

    @Cell(QType.MONTH)
    static @Nullable YearMonth monthOf(IntVector column, int row) {
        long months = column.longAt(row);
        if (isSpecial(months)) {
            return months == LongVector.NULL ? null : months > 0 ? MONTH_MAX : MONTH_MIN;
        }
        return YearMonth.of(2000, 1).plusMonths(months);
    }

    @Cell(QType.MONTH)
    static void addMonth(VectorBuilder column, YearMonth value) {
        if (!addInfinity(column, value, MONTH_MAX, MONTH_MIN)) {
            column.appendWhole(int32(value.getLong(ChronoField.PROLEPTIC_MONTH) - EPOCH_MONTH, column.type(), value));
        }
    }

    /**
     * Returns {@code units} if a type of 4 bytes can hold the number as a finite value. Throws a {@link CellException}
     * if not.
     */
    static long int32(long units, QType type, Object value) {
        if (Math.abs(units) >= IntVector.INFINITY) {
            throw new CellException(value + " is outside the range of a " + type);
        }
        return units;
    }
}
