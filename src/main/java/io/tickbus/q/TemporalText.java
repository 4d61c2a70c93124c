package io.tickbus.q;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * Formats temporals in q's form or in the form for JSON, and parses the form for JSON. The form for JSON is ISO 8601
 * for points in time, and a clock time for all other types. Thread-safe.
 *
 * <p>Numbers are raw numbers of q. See {@link QType} for their units. A null or an infinity of a four-byte type can
 * also be given as the long that {@link QVector#longAt} returns. In both forms a null is {@code 0N}, and infinities are
 * {@code 0W} and {@code -0W}. In q's form, the infinities of a datetime are {@code 0w} and {@code -0w} instead.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><th>type</th><th>q</th><th>ISO</th></tr>
 * <tr><td>timestamp</td><td>2026.08.21D09:30:00.000000000</td><td>2026-08-21T09:30:00.000000000Z</td></tr>
 * <tr><td>month</td><td>2026.08</td><td>2026-08</td></tr>
 * <tr><td>date</td><td>2026.08.21</td><td>2026-08-21</td></tr>
 * <tr><td>datetime</td><td>2026.08.21T09:30:00.000</td><td>2026-08-21T09:30:00.000Z</td></tr>
 * <tr><td>timespan</td><td colspan="2">1D02:03:04.000000000</td></tr>
 * <tr><td>minute</td><td colspan="2">09:30</td></tr>
 * <tr><td>second</td><td colspan="2">09:30:00</td></tr>
 * <tr><td>time</td><td colspan="2">09:30:00.000</td></tr>
 * </table>
 */
public final class TemporalText {
    private static final long EPOCH_SECOND = QDate.EPOCH.toEpochDay() * 86_400;
    private static final int EPOCH_MONTH = 2000 * 12;
    private static final int MILLI_DIGITS = 3;
    private static final int QUOTED_CHARS_MAX = 60;

    private TemporalText() {}

    /**
     * {@return whether a type is temporal} Also returns true for {@link QType#DATETIME}. A datetime is a float and has
     * its own methods in this class.
     *
     * @param type the type
     */
    public static boolean isTemporal(QType type) {
        return type.code() >= QType.TIMESTAMP.code();
    }

    /**
     * {@return a temporal as q writes it, without suffix: {@code 2026.08.21D09:30:00.000000000}}
     *
     * @param type a temporal type other than {@link QType#DATETIME}
     * @param raw the raw number, in the unit of the type
     * @throws IllegalArgumentException if the type is not allowed, or if the number exceeds the type
     */
    public static String q(QType type, long raw) {
        return text(type, raw, '.', "D", "");
    }

    /**
     * {@return a datetime as q writes it, rounded to milliseconds: {@code 2026.08.21T09:30:00.000}}
     *
     * @param days days since 2000.01.01
     */
    public static String qDatetime(double days) {
        String special = special(days);
        if (special != null) {
            // q writes the infinities of a datetime with a small w.
            return special.replace('W', 'w');
        }
        if (Math.abs(days) > QDatetime.DAYS_MAX) {
            // q has no date for such a number, and prints the number.
            return FloatText.of(days);
        }
        LocalDateTime time = QDatetime.rounded(days, MILLI_DIGITS);
        String clock = ClockText.time(time.toLocalTime().toNanoOfDay() / 1_000_000);
        return date(time.toLocalDate().toEpochDay() - QDate.EPOCH.toEpochDay(), '.') + "T" + clock;
    }

    /**
     * {@return a temporal in the form for JSON} {@link #parseIso} reverses this method.
     *
     * @param type a temporal type other than {@link QType#DATETIME}
     * @param raw the raw number, in the unit of the type
     * @throws IllegalArgumentException if the type is not allowed, or if the number exceeds the type
     */
    public static String iso(QType type, long raw) {
        return text(type, raw, '-', "T", "Z");
    }

    private static String text(QType type, long raw, char separator, String beforeTime, String afterTime) {
        String special = special(type, raw);
        if (special != null) {
            return special;
        }
        return switch (type) {
            case TIMESTAMP -> {
                String time = ClockText.nanosOfDay(Math.floorMod(raw, ClockText.NANOS_PER_DAY));
                yield date(Math.floorDiv(raw, ClockText.NANOS_PER_DAY), separator) + beforeTime + time + afterTime;
            }
            case MONTH -> month(raw, separator);
            case DATE -> date(raw, separator);
            default -> clock(type, raw);
        };
    }

    /**
     * {@return a datetime in ISO 8601, with 3, 6 or 9 digits of a second} The number of digits is the smallest for
     * which {@link #parseIsoDatetime} returns the same datetime. Near 2000.01.01, a datetime can be finer than a
     * nanosecond. The text is then rounded.
     *
     * @param days days since 2000.01.01
     * @throws IllegalArgumentException if the date is more than a billion years from 2000.01.01
     */
    public static String isoDatetime(double days) {
        String special = special(days);
        if (special != null) {
            return special;
        }
        LocalDateTime time = QDatetime.time(days);
        long nanos = time.toLocalTime().toNanoOfDay();
        String clock = ClockText.nanosOfDay(nanos);
        return date(time.toLocalDate().toEpochDay() - QDate.EPOCH.toEpochDay(), '-') + "T"
                + clock.substring(0, clock.length() - 9 + digits(nanos)) + "Z";
    }

    /**
     * Parses a text in the form for JSON. A timestamp can omit the Z and digits of its second. A timespan can omit its
     * days.
     *
     * @param type a temporal type other than {@link QType#DATETIME}
     * @param text the text
     * @return the raw number, in the unit of the type
     * @throws IllegalArgumentException if the text has another form. The message has the text and the expected form.
     */
    public static long parseIso(QType type, String text) {
        boolean narrow = type.bytes() == Integer.BYTES;
        long infinity = narrow ? IntVector.INFINITY : LongVector.INFINITY;
        switch (text) {
            case "0N" -> {
                return -infinity - 1;
            }
            case "0W" -> {
                return infinity;
            }
            case "-0W" -> {
                return -infinity;
            }
            default -> {}
        }
        long raw;
        try {
            raw = switch (type) {
                case TIMESTAMP -> nanos(local(text));
                case MONTH -> YearMonth.parse(text).getLong(ChronoField.PROLEPTIC_MONTH) - EPOCH_MONTH;
                case DATE -> LocalDate.parse(text).toEpochDay() - QDate.EPOCH.toEpochDay();
                case TIMESPAN, MINUTE, SECOND, TIME -> ClockText.parse(type, text);
                default -> throw noTemporal(type);
            };
        } catch (ArithmeticException pastALong) {
            throw outOfRange(type, text);
        } catch (DateTimeException notThisForm) {
            throw malformed(type, text);
        }
        if (raw >= infinity || raw <= -infinity) {
            throw outOfRange(type, text);
        }
        return raw;
    }

    /**
     * Parses a text in the form of {@link #isoDatetime}. The text can omit the Z and digits of the second.
     *
     * @param text the text
     * @return days since 2000.01.01
     * @throws IllegalArgumentException if the text has another form. The message has the text and the expected form.
     */
    public static double parseIsoDatetime(String text) {
        switch (text) {
            case "0N" -> {
                return Double.NaN;
            }
            case "0W", "0w" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-0W", "-0w" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {}
        }
        try {
            return QDatetime.days(local(text));
        } catch (DateTimeException notThisForm) {
            throw malformed(QType.DATETIME, text);
        }
    }

    private static String clock(QType type, long raw) {
        return switch (type) {
            case TIMESPAN -> ClockText.timespan(raw);
            case MINUTE -> ClockText.minute(raw);
            case SECOND -> ClockText.second(raw);
            case TIME -> ClockText.time(raw);
            default -> throw noTemporal(type);
        };
    }

    private static String date(long day, char separator) {
        LocalDate date = QDate.EPOCH.plusDays(day);
        StringBuilder text = year(date.getYear(), separator).append(separator);
        return ClockText.digits(
                        ClockText.digits(text, date.getMonthValue(), 2).append(separator), date.getDayOfMonth(), 2)
                .toString();
    }

    private static String month(long raw, char separator) {
        long months = raw + EPOCH_MONTH;
        StringBuilder text = year(Math.floorDiv(months, 12), separator).append(separator);
        return ClockText.digits(text, Math.floorMod(months, 12) + 1, 2).toString();
    }

    private static StringBuilder year(long year, char separator) {
        String sign = year < 0
                // ISO 8601 requires a sign for a year of more than four digits.
                ? "-"
                : year > 9999 && separator == '-' ? "+" : "";
        return ClockText.digits(new StringBuilder(sign), Math.abs(year), 4);
    }

    /** Returns the smallest number of decimals that shows the nanoseconds of a second exactly: 3, 6 or 9. */
    private static int digits(long nanos) {
        return nanos % 1_000_000 == 0 ? MILLI_DIGITS : nanos % 1_000 == 0 ? 6 : 9;
    }

    private static long nanos(LocalDateTime time) {
        long seconds = time.toEpochSecond(ZoneOffset.UTC) - EPOCH_SECOND;
        long nanos = time.get(ChronoField.NANO_OF_SECOND);
        // Counts back from the end of the second. Otherwise, the earliest timestamps would overflow.
        if (seconds < 0) {
            seconds++;
            nanos -= ClockText.NANOS_PER_SECOND;
        }
        return Math.addExact(Math.multiplyExact(seconds, ClockText.NANOS_PER_SECOND), nanos);
    }

    private static LocalDateTime local(String text) {
        return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
    }

    private static @Nullable String special(double days) {
        return Double.isNaN(days) ? "0N" : Double.isInfinite(days) ? (days > 0 ? "0W" : "-0W") : null;
    }

    private static @Nullable String special(QType type, long raw) {
        boolean narrow = type.bytes() == Integer.BYTES;
        if (raw == LongVector.NULL || (narrow && raw == IntVector.NULL)) {
            return "0N";
        }
        if (raw == LongVector.INFINITY || (narrow && raw == IntVector.INFINITY)) {
            return "0W";
        }
        if (raw == -LongVector.INFINITY || (narrow && raw == -IntVector.INFINITY)) {
            return "-0W";
        }
        if (narrow && raw != (int) raw) {
            throw new IllegalArgumentException(raw + " is out of the range of a " + type);
        }
        return null;
    }

    private static IllegalArgumentException noTemporal(QType type) {
        return new IllegalArgumentException(type + " is not a temporal that counts in whole numbers");
    }

    private static IllegalArgumentException outOfRange(QType type, String text) {
        return new IllegalArgumentException(quoted(text) + " is out of the range of a " + type);
    }

    private static IllegalArgumentException malformed(QType type, String text) {
        String form = switch (type) {
            case TIMESTAMP -> "2026-08-21T09:30:00.000000000Z";
            case MONTH -> "2026-08";
            case DATE -> "2026-08-21";
            case DATETIME -> "2026-08-21T09:30:00.000Z";
            case TIMESPAN -> "0D09:30:00.000000000";
            case MINUTE -> "09:30";
            case SECOND -> "09:30:00";
            default -> "09:30:00.000";
        };
        return new IllegalArgumentException(quoted(text) + " is not a " + type + " such as " + form);
    }

    private static String quoted(String text) {
        return '"' + (text.length() <= QUOTED_CHARS_MAX ? text : text.substring(0, QUOTED_CHARS_MAX) + "..") + '"';
    }
}
