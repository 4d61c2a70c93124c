package io.tickbus.q;

import java.time.DateTimeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats and parses times of day and timespans, such as {@code 09:30:00}. Hours can exceed 24. Each method takes or
 * returns the raw number in the unit of the q type.
 */
final class ClockText {
    static final long NANOS_PER_SECOND = 1_000_000_000L;
    static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

    private static final int NANO_DIGITS = 9;
    private static final int MILLI_DIGITS = 3;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final Pattern CLOCK =
            Pattern.compile("(-)?(?:(\\d{1,19})D)?(\\d{2,19}):([0-5]\\d)(?::([0-5]\\d)(?:\\.(\\d{1,9}))?)?");

    private ClockText() {}

    /** Returns a text such as {@code 1D02:03:04.000000000}. */
    static String timespan(long nanos) {
        long size = Math.abs(nanos);
        return sign(nanos) + size / NANOS_PER_DAY + "D" + nanosOfDay(size % NANOS_PER_DAY);
    }

    /** Returns a text such as {@code 02:03:04.000000000}. */
    static String nanosOfDay(long nanos) {
        StringBuilder text = clock(new StringBuilder(), nanos / NANOS_PER_SECOND);
        return digits(text.append('.'), nanos % NANOS_PER_SECOND, NANO_DIGITS).toString();
    }

    /** Returns a text such as {@code 09:30:00.000}. */
    static String time(long millis) {
        long size = Math.abs(millis);
        StringBuilder text = clock(new StringBuilder(sign(millis)), size / 1000).append('.');
        return digits(text, size % 1000, MILLI_DIGITS).toString();
    }

    /** Returns a text such as {@code 09:30:00}. */
    static String second(long seconds) {
        return clock(new StringBuilder(sign(seconds)), Math.abs(seconds)).toString();
    }

    /** Returns a text such as {@code 09:30}. */
    static String minute(long minutes) {
        StringBuilder text = new StringBuilder(sign(minutes));
        long size = Math.abs(minutes);
        return digits(digits(text, size / 60, 2).append(':'), size % 60, 2).toString();
    }

    /** Appends a number, padded with zeros to at least {@code width} digits. */
    static StringBuilder digits(StringBuilder text, long number, int width) {
        String digits = Long.toString(number);
        return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }

    /**
     * Parses a text in a form that this class writes. Only a timespan can have days.
     *
     * @return the raw number, in the unit of the type
     * @throws ArithmeticException if the number exceeds a long
     * @throws DateTimeException if the text has another form
     */
    static long parse(QType type, String text) {
        Matcher clock = CLOCK.matcher(text);
        if (!clock.matches()
                || (clock.group(2) != null && type != QType.TIMESPAN)
                || (clock.group(5) == null) != (type == QType.MINUTE)
                || fractionDigits(clock) > fractionDigitsMax(type)) {
            throw new DateTimeException("not a clock");
        }
        long minutes = Math.addExact(Math.multiplyExact(number(clock, 3), 60L), number(clock, 4));
        if (type == QType.MINUTE) {
            return signed(clock, minutes);
        }
        long seconds = Math.addExact(Math.multiplyExact(minutes, (long) SECONDS_PER_MINUTE), number(clock, 5));
        seconds = Math.addExact(seconds, Math.multiplyExact(number(clock, 2), 86_400L));
        int digits = fractionDigitsMax(type);
        long fraction = number(clock, 6);
        for (int i = fractionDigits(clock); i < digits; i++) {
            fraction *= 10;
        }
        return signed(clock, Math.addExact(Math.multiplyExact(seconds, pow10(digits)), fraction));
    }

    private static int fractionDigits(Matcher clock) {
        String fraction = clock.group(6);
        return fraction == null ? 0 : fraction.length();
    }

    private static int fractionDigitsMax(QType type) {
        return type == QType.TIMESPAN ? NANO_DIGITS : type == QType.TIME ? MILLI_DIGITS : 0;
    }

    private static long number(Matcher clock, int group) {
        String digits = clock.group(group);
        if (digits == null) {
            return 0;
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException pastALong) {
            throw new ArithmeticException("past a long");
        }
    }

    private static long signed(Matcher clock, long size) {
        return clock.group(1) == null ? size : -size;
    }

    private static long pow10(int digits) {
        return digits == NANO_DIGITS ? NANOS_PER_SECOND : digits == MILLI_DIGITS ? 1000 : 1;
    }

    private static String sign(long number) {
        return number < 0 ? "-" : "";
    }

    private static StringBuilder clock(StringBuilder text, long seconds) {
        digits(text, seconds / SECONDS_PER_HOUR, 2).append(':');
        digits(text, seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE, 2).append(':');
        return digits(text, seconds % SECONDS_PER_MINUTE, 2);
    }
}
