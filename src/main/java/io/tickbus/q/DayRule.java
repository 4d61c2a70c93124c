package io.tickbus.q;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a day that is said to have ended can have ended. Subscribers, the owner of the tables, the chained and the
 * embedded tickerplant all use this rule, each with its own clock. A day that cannot have ended is reported and ends nothing.
 *
 * <table>
 * <caption>The first row that fits decides</caption>
 * <tr><th>the date</th><th>is</th></tr>
 * <tr><td>{@code 0Nd}, or of another type</td><td>the day that the log's name has, else today</td></tr>
 * <tr><td>{@code 0Wd}, {@code -0Wd}, or outside 0001.01.01 to 9999.12.31</td><td>implausible</td></tr>
 * <tr><td>more than one day after today</td><td>implausible</td></tr>
 * <tr><td>tomorrow, while the log is of an earlier day</td><td>implausible</td></tr>
 * <tr><td>more than one day before the log's day</td><td>implausible</td></tr>
 * <tr><td>any other: also long ago, and with days left out</td><td>plausible</td></tr>
 * </table>
 *
 * <p>Midnight of a time zone ahead of UTC ends a day that has begun in UTC. Tomorrow is allowed for a day that is ended early,
 * and for clocks that differ. A log whose own day is in the future says nothing, since the clock that named it was wrong.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>, which stops with {@code more than one day?}.
 *
 * @param today the day by the clock of the process that judges
 */
public record DayRule(LocalDate today) {
    /** Days after today that a day may have which has ended. */
    public static final int DAYS_AHEAD_MAX = 1;
    /** Days before the log's own that a day may have which has ended. */
    public static final int DAYS_BEFORE_LOG_MAX = 1;

    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);
    private static final DateTimeFormatter LOG_DATE =
            DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final int LOG_DATE_CHARACTERS = 10;

    /** The rule at a time, with the day that it is in UTC. */
    public static DayRule at(Instant now) {
        return new DayRule(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    /**
     * The date that a message carries; null for {@code 0Nd} and for all that is no date. {@code 0Wd} is {@link LocalDate#MAX},
     * {@code -0Wd} is {@link LocalDate#MIN}.
     */
    public static @Nullable LocalDate dateOf(@Nullable Value argument) {
        if (!(argument instanceof Atom atom) || atom.type() != QType.DATE || atom.isNull()) {
            return null;
        }
        long days = atom.item().longAt(0);
        if (Math.abs(days) == LongVector.INFINITY) {
            return days > 0 ? LocalDate.MAX : LocalDate.MIN;
        }
        return EPOCH.plusDays(days);
    }

    /** A date as an event has it: {@code 2026-08-21}, {@code 0Wd} or {@code -0Wd}. */
    public static String text(LocalDate day) {
        return day.equals(LocalDate.MAX) ? "0Wd" : day.equals(LocalDate.MIN) ? "-0Wd" : day.toString();
    }

    /** The day at the end of a log's name, as in {@code sym2026.08.21}; null when there is none. */
    public static @Nullable LocalDate ofLog(String log) {
        if (log.length() < LOG_DATE_CHARACTERS) {
            return null;
        }
        try {
            return LocalDate.parse(log.substring(log.length() - LOG_DATE_CHARACTERS), LOG_DATE);
        } catch (DateTimeParseException noDate) {
            return null;
        }
    }

    /**
     * The first day that rows of a log can be of; null when that is not known.
     *
     * @param follows whether the rows are of the log after the one that is named
     */
    public static @Nullable LocalDate ofLog(String log, boolean follows) {
        LocalDate named = ofLog(log);
        return named == null || !follows ? named : named.plusDays(1);
    }

    /**
     * The day that has ended where no date was told: that of the log, else today.
     *
     * @param log the name of the log, or of the log before it
     * @param follows whether the log is the one after {@code log}, and its name is not known
     */
    public LocalDate untold(String log, boolean follows) {
        LocalDate named = follows ? null : ofLog(log);
        return named == null || isLogAhead(named) ? today : named;
    }

    /**
     * Why a day cannot have ended, for an operator; empty when it can.
     *
     * @param day that is said to have ended
     * @param logDay the day that the log is of, or the first that it can be of; null when that is not known
     */
    public String doubt(LocalDate day, @Nullable LocalDate logDay) {
        if (day.isBefore(FIRST) || day.isAfter(LAST)) {
            return text(day) + " is no day that can end";
        }
        if (isAhead(day)) {
            return text(day) + " is " + today.until(day, ChronoUnit.DAYS) + " days after today, which is " + today
                    + " by the clock here; at most " + DAYS_AHEAD_MAX + " is believed: check both clocks";
        }
        if (logDay == null || isLogAhead(logDay)) {
            return "";
        }
        if (day.isAfter(today) && day.isAfter(logDay)) {
            return text(day) + " is tomorrow by the clock here, which has " + today + ", and the log is of " + logDay;
        }
        if (day.isBefore(logDay.minusDays(DAYS_BEFORE_LOG_MAX))) {
            return text(day) + " is " + day.until(logDay, ChronoUnit.DAYS) + " days before the log's, which is "
                    + logDay + "; at most " + DAYS_BEFORE_LOG_MAX + " is believed";
        }
        return "";
    }

    /** Whether a day is too far in the future to have ended. */
    public boolean isAhead(LocalDate day) {
        return day.isAfter(today.plusDays(DAYS_AHEAD_MAX));
    }

    /** Whether the day of a log is too far in the future to have begun: more than the day after one that can have ended. */
    public boolean isLogAhead(LocalDate logDay) {
        return isAhead(logDay.minusDays(1));
    }
}
