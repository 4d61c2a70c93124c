package io.tickbus.q;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;

/** Converts q's datetimes, which count days since 2000.01.01 as a float, to times of the calendar and back. */
public final class QDatetime {
    /**
     * The largest number of days before or after 2000.01.01 that is surely within the calendar of {@code java.time}.
     */
    static final double DAYS_MAX = 365e9;

    private static final BigDecimal NANOS_PER_DAY = BigDecimal.valueOf(ClockText.NANOS_PER_DAY);
    private static final int NANO_DIGITS = 9;
    private static final int DIGITS_STEP = 3;

    private QDatetime() {}

    /**
     * {@return the time of a datetime, with 3, 6 or 9 digits of a second} The number of digits is the smallest for
     * which {@link #days} returns the same datetime. Close to 2000.01.01, a datetime can be finer than a nanosecond.
     * The time is then rounded.
     *
     * @param days days since 2000.01.01, a finite number
     * @throws IllegalArgumentException if the number exceeds the calendar of a billion years
     */
    public static LocalDateTime time(double days) {
        if (!(Math.abs(days) <= DAYS_MAX)) {
            throw new IllegalArgumentException("a datetime of " + days + " days is past the calendar");
        }
        int digits = DIGITS_STEP;
        LocalDateTime time = rounded(days, digits);
        while (digits < NANO_DIGITS && days(time) != days) {
            digits += DIGITS_STEP;
            time = rounded(days, digits);
        }
        return time;
    }

    /** Returns the time of a datetime within the calendar, rounded to {@code digits} digits of a second. */
    static LocalDateTime rounded(double days, int digits) {
        BigDecimal[] parts = new BigDecimal(days)
                .multiply(NANOS_PER_DAY)
                .setScale(digits - NANO_DIGITS, RoundingMode.HALF_EVEN)
                .divideAndRemainder(NANOS_PER_DAY);
        return QDate.EPOCH.plusDays(parts[0].longValueExact()).atStartOfDay().plusNanos(parts[1].longValueExact());
    }

    /**
     * {@return the days from 2000.01.01 to a time, as the nearest float}
     *
     * @param time the time
     */
    public static double days(LocalDateTime time) {
        return BigDecimal.valueOf(time.toLocalDate().toEpochDay() - QDate.EPOCH.toEpochDay())
                .multiply(NANOS_PER_DAY)
                .add(BigDecimal.valueOf(time.toLocalTime().toNanoOfDay()))
                .divide(NANOS_PER_DAY, MathContext.DECIMAL128)
                .doubleValue();
    }
}
