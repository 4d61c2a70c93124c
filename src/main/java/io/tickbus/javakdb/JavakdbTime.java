package io.tickbus.javakdb;

import com.kx.c;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.concurrent.TimeUnit;

/**
 * Converts between the dates and times of javakdb, which are those of {@code java.time}, and q's raw numbers. Nulls are
 * javakdb's: {@code Instant.MIN}, {@code LocalDate.MIN}, {@code LocalDateTime.MIN} and {@code c.LOCAL_TIME_NULL}. A
 * conversion is exact or fails.
 */
final class JavakdbTime {
    private static final long SECONDS_TO_2000 = 946_684_800;
    private static final long DAYS_TO_2000 = 10_957;
    private static final int NANOS_PER_MS = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final double MS_PER_DAY = 8.64e7;
    private static final long DAY_MS = 86_400_000;
    // A datetime is a float of days. The product with the milliseconds of a day is off by less than this.
    private static final double ROUNDING_MS = 1e-3;
    // Beyond it a float of days has no milliseconds. It is far inside the range of LocalDateTime.
    private static final double DATETIME_DAYS_MAX = 1e8;

    private JavakdbTime() {}

    static long nanos(Instant instant) {
        if (instant.equals(Instant.MIN)) {
            return LongVector.NULL;
        }
        long seconds = instant.getEpochSecond() - SECONDS_TO_2000;
        long nanos = instant.getNano();
        if (seconds < 0) { // Counts back from the next second, or the first second of the range would overflow.
            seconds++;
            nanos -= NANOS_PER_SECOND;
        }
        long raw;
        try {
            raw = Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
        } catch (ArithmeticException outside) {
            raw = LongVector.NULL;
        }
        if (raw == LongVector.NULL) {
            throw new JavakdbException("the Instant " + instant
                    + " is outside of q's timestamps, 1707.09.22 to 2292.04.10; Instant.MIN is the null");
        }
        return raw;
    }

    static Instant instant(long raw) {
        return raw == LongVector.NULL
                ? Instant.MIN
                : Instant.ofEpochSecond(
                        SECONDS_TO_2000 + Math.floorDiv(raw, NANOS_PER_SECOND), Math.floorMod(raw, NANOS_PER_SECOND));
    }

    static int days(LocalDate date) {
        if (date.equals(LocalDate.MIN)) {
            return IntVector.NULL;
        }
        long raw = date.toEpochDay() - DAYS_TO_2000;
        if (raw != (int) raw || raw == IntVector.NULL) {
            throw new JavakdbException(
                    "the LocalDate " + date + " is outside of q's dates, 4 bytes of days; LocalDate.MIN is the null");
        }
        return (int) raw;
    }

    static LocalDate date(int raw) {
        return raw == IntVector.NULL ? LocalDate.MIN : LocalDate.ofEpochDay(DAYS_TO_2000 + raw);
    }

    static int ms(LocalTime time) {
        if (time.equals(c.LOCAL_TIME_NULL)) {
            return IntVector.NULL;
        }
        requireMs(time, time.get(ChronoField.NANO_OF_SECOND), "time");
        return (int) TimeUnit.NANOSECONDS.toMillis(time.toNanoOfDay());
    }

    static LocalTime time(int raw) {
        if (raw == IntVector.NULL) {
            return c.LOCAL_TIME_NULL;
        }
        if (raw < 0 || raw >= DAY_MS) {
            throw new JavakdbException(
                    "a time of " + raw + " ms, but LocalTime, javakdb's class for it, holds only 0 to " + (DAY_MS - 1)
                            + ": read the column with Tickbus's IntVector");
        }
        return LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(raw));
    }

    static double fractionalDays(LocalDateTime time) {
        if (time.equals(LocalDateTime.MIN)) {
            return Double.NaN;
        }
        requireMs(time, time.get(ChronoField.NANO_OF_SECOND), "datetime");
        double days = (time.toLocalDate().toEpochDay() - DAYS_TO_2000) * 1.0;
        if (Math.abs(days) > DATETIME_DAYS_MAX) {
            throw new JavakdbException("the LocalDateTime " + time
                    + " is too far from 2000 for a float of days; LocalDateTime.MIN is the null");
        }
        return (time.toInstant(ZoneOffset.UTC).toEpochMilli() - TimeUnit.SECONDS.toMillis(SECONDS_TO_2000))
                / MS_PER_DAY;
    }

    static LocalDateTime dateTime(double raw) {
        if (Double.isNaN(raw)) {
            return LocalDateTime.MIN;
        }
        double exactMs = raw * MS_PER_DAY;
        long ms = Math.round(exactMs);
        double tolerance = Math.max(ROUNDING_MS, Math.ulp(exactMs));
        if (Math.abs(raw) > DATETIME_DAYS_MAX || Math.abs(exactMs - ms) > tolerance) {
            throw new JavakdbException("a datetime of " + raw
                    + " days, but javakdb keeps only whole milliseconds, and no infinity: read the column with Tickbus's"
                    + " FloatVector");
        }
        return LocalDateTime.ofEpochSecond(
                SECONDS_TO_2000 + Math.floorDiv(ms, 1000), Math.floorMod(ms, 1000) * NANOS_PER_MS, ZoneOffset.UTC);
    }

    private static void requireMs(Object time, int nano, String qName) {
        if (nano % NANOS_PER_MS != 0) {
            throw new JavakdbException(time + " has parts of a millisecond, which q's " + qName
                    + " does not hold: call truncatedTo(ChronoUnit.MILLIS)");
        }
    }
}
