package io.tickbus.q;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a reported end of day is plausible. Subscribers, the owner of the tables, the chained tickerplant and
 * the embedded tickerplant use this rule, each with its own clock. An implausible end of day is reported and has no
 * other effect.
 *
 * <table>
 * <caption>The first row that matches decides</caption>
 * <tr><th>the reported date</th><th>counts as</th></tr>
 * <tr><td>{@code 0Nd}, or a value that is no date</td><td>the day in the log's name, else today</td></tr>
 * <tr><td>{@code 0Wd}, {@code -0Wd}, or outside 0001.01.01 to 9999.12.31</td><td>implausible</td></tr>
 * <tr><td>more than one day after today</td><td>implausible</td></tr>
 * <tr><td>tomorrow, if the log is of an earlier day</td><td>implausible</td></tr>
 * <tr><td>more than one day before the log's day</td><td>implausible</td></tr>
 * <tr><td>any other day, even long ago or with days skipped</td><td>plausible</td></tr>
 * </table>
 *
 * <p>Today's end is plausible, because a day ends before midnight UTC in a time zone ahead of UTC. Tomorrow's end can
 * be plausible, because some tickerplants end a day early and clocks differ. A log's day is ignored if it is too far in
 * the future. The clock that named the log was then wrong. Immutable.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>, which stops with {@code more than one day?}.
 *
 * @param today the day in UTC by the clock of this process
 */
public record DayRule(LocalDate today) {
    /** The latest day whose end is plausible, in days after today. */
    public static final int DAYS_AHEAD_MAX = 1;
    /** The earliest day whose end is plausible, in days before the day of the log. */
    public static final int DAYS_BEFORE_LOG_MAX = 1;

    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);
    private static final int LOG_DATE_CHARACTERS = 10;

    /**
     * {@return a rule whose today is the UTC date of {@code now}}
     *
     * @param now the instant
     */
    public static DayRule at(Instant now) {
        return new DayRule(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    /**
     * {@return the date of a message's argument, or null if the argument is {@code 0Nd} or no date} The infinities
     * {@code 0Wd} and {@code -0Wd} become {@link LocalDate#MAX} and {@link LocalDate#MIN}.
     *
     * @param argument the argument of the message; null if it has none
     */
    public static @Nullable LocalDate dateOf(@Nullable Value argument) {
        if (!(argument instanceof Atom atom) || atom.type() != QType.DATE || atom.isNull()) {
            return null;
        }
        long days = atom.item().longAt(0);
        if (Math.abs(days) == LongVector.INFINITY) {
            return days > 0 ? LocalDate.MAX : LocalDate.MIN;
        }
        return QDate.EPOCH.plusDays(days);
    }

    /**
     * {@return a date as events show it: {@code 2026-08-21}, {@code 0Wd} or {@code -0Wd}}
     *
     * @param day the day
     */
    public static String text(LocalDate day) {
        return day.equals(LocalDate.MAX) ? "0Wd" : day.equals(LocalDate.MIN) ? "-0Wd" : day.toString();
    }

    /**
     * {@return the day at the end of a log's name, as in {@code sym2026.08.21}} Returns null if the name has no day.
     *
     * @param log the name of the log
     */
    public static @Nullable LocalDate ofLog(String log) {
        if (log.length() < LOG_DATE_CHARACTERS) {
            return null;
        }
        try {
            return LocalDate.parse(log.substring(log.length() - LOG_DATE_CHARACTERS), QDate.FORMAT);
        } catch (DateTimeParseException noDate) {
            return null;
        }
    }

    /**
     * {@return the first day that the rows of a log can belong to, or null if the name has no day}
     *
     * @param log the name of the log that has the rows, or the name of the previous log
     * @param follows true if {@code log} is the name of the previous log
     */
    public static @Nullable LocalDate ofLog(String log, boolean follows) {
        LocalDate named = ofLog(log);
        return named == null || !follows ? named : named.plusDays(1);
    }

    /**
     * {@return the day that ends when a message carries no date} This is the day of the current log if that day is
     * known and plausible, else today.
     *
     * @param log the name of the current log, or the name of the previous log
     * @param follows true if {@code log} is the name of the previous log. The name of the current log is then unknown.
     */
    public LocalDate defaultDay(String log, boolean follows) {
        LocalDate named = follows ? null : ofLog(log);
        return named == null || isLogAhead(named) ? today : named;
    }

    /**
     * {@return the reason why an end of day is implausible, as a text for an operator} The text is empty if the end of
     * day is plausible.
     *
     * @param day the day whose end is reported
     * @param logDay the day of the log, or the first day that the log can belong to; null if unknown
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

    /**
     * {@return whether a day is too far in the future to have ended}
     *
     * @param day the day
     */
    public boolean isAhead(LocalDate day) {
        return day.isAfter(today.plusDays(DAYS_AHEAD_MAX));
    }

    /**
     * {@return whether a log's day is too far in the future} The limit is two days after today. If the end of tomorrow
     * is plausible, the next day's log is plausible too.
     *
     * @param logDay the day at the end of the log's name
     */
    public boolean isLogAhead(LocalDate logDay) {
        return isAhead(logDay.minusDays(1));
    }
}
