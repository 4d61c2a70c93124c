package io.tickbus.subscriber;

import io.tickbus.q.DayRule;
import io.tickbus.q.QDate;
import io.tickbus.replication.LogPosition;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of a tickerplant's logs. A name is a prefix and the date of the log's day, like {@code sym2026.08.21}. Logs
 * whose names have no date have no known order.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>, {@code .u.endofday} and {@code .u.ld}.
 */
final class LogNames {
    private static final int DATE_CHARACTERS = 10;
    /** Number of days after a log that are searched for later logs. Each day costs an existence check. */
    private static final int DAYS_MAX = 366;

    /** Tests whether a log exists. */
    @FunctionalInterface
    interface Existence {
        boolean test(String log) throws IOException;
    }

    private LogNames() {}

    /** Returns the day of a log; null if its name does not end with a date. */
    static @Nullable LocalDate date(String log) {
        return DayRule.ofLog(log);
    }

    private static String prefix(String log) {
        return log.substring(0, Math.max(0, log.length() - DATE_CHARACTERS));
    }

    /**
     * Returns the start of the log after an ended day. The name of this log is unknown until a session reports it,
     * because weekends and holidays usually have no log.
     */
    static LogPosition after(String log, @Nullable LocalDate ended) {
        String last = ended == null || date(log) == null ? log : prefix(log) + QDate.FORMAT.format(ended);
        return LogPosition.startAfter(last);
    }

    /**
     * Returns whether a log is of a later day than the ended day. If true, the end of the day was signalled by hand or
     * twice, and no new log has begun.
     */
    static boolean isOfLaterDay(LogPosition log, @Nullable LocalDate ended) {
        LocalDate day = date(log.log());
        return day != null && ended != null && (log.follows() ? !ended.isAfter(day) : ended.isBefore(day));
    }

    /**
     * Finds the log that follows an ended log. This is the first existing log of a later day.
     *
     * @param logPosition a log position; it can be the start of the unnamed log that follows an ended log
     * @param today the tickerplant's current log
     * @return the start of the log that was found. If the log of the position has a name already, or the order of the
     *     logs is unknown, the position is returned unchanged.
     */
    static LogPosition resolve(LogPosition logPosition, String today, Existence exists) throws IOException {
        if (!logPosition.follows() || !mayPrecede(logPosition.log(), today)) {
            return logPosition;
        }
        List<String> candidates = from(logPosition.log(), today, exists);
        return new LogPosition(candidates.get(1), logPosition.rows(), logPosition.digest(), false);
    }

    /** Returns whether one log is certainly of an earlier day than another log. */
    static boolean precedes(String earlier, String later) {
        return date(earlier) != null
                && date(later) != null
                && mayPrecede(earlier, later)
                && haveSamePrefix(earlier, later);
    }

    /** Returns whether a log is certainly of the day after the ended log's day. */
    static boolean isNext(String log, String ended) {
        LocalDate day = date(ended);
        return day != null && haveSamePrefix(log, ended) && day.plusDays(1).equals(date(log));
    }

    private static boolean haveSamePrefix(String log, String other) {
        return prefix(log).equals(prefix(other));
    }

    /** Returns whether one log is of an earlier day than another log. Also returns true if their order is unknown. */
    static boolean mayPrecede(String earlier, String later) {
        LocalDate from = date(earlier);
        LocalDate to = date(later);
        return from == null || to == null || !haveSamePrefix(earlier, later) || from.isBefore(to);
    }

    /** Returns the earlier log, the existing logs of the days between, and today's log, in this order. */
    static List<String> from(String earlier, String today, Existence exists) throws IOException {
        List<String> logs = new ArrayList<>(List.of(earlier));
        LocalDate from = date(earlier);
        LocalDate to = date(today);
        if (from != null && to != null && haveSamePrefix(earlier, today)) {
            LocalDate last = from.plusDays(DAYS_MAX).isBefore(to) ? from.plusDays(DAYS_MAX) : to;
            for (LocalDate day = from.plusDays(1); day.isBefore(last); day = day.plusDays(1)) {
                String log = prefix(today) + QDate.FORMAT.format(day);
                if (exists.test(log)) {
                    logs.add(log);
                }
            }
        }
        logs.add(today);
        return logs;
    }
}
