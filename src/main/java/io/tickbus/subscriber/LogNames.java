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
 * The names of a tickerplant's logs: the same before the date of the day that they are of, as {@code sym2026.08.21}. Logs that
 * are named otherwise cannot be told to follow each other.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>, {@code .u.endofday} and {@code .u.ld}.
 */
final class LogNames {
    private static final int DATE_CHARACTERS = 10;
    /** Days between two logs that are looked through. */
    private static final int DAYS_MAX = 366;

    /** Tells whether a log is there. */
    @FunctionalInterface
    interface Existence {
        boolean test(String log) throws IOException;
    }

    private LogNames() {}

    /** The day that a log is of; null when its name does not end in one. */
    static @Nullable LocalDate date(String log) {
        return DayRule.ofLog(log);
    }

    private static String prefix(String log) {
        return log.substring(0, Math.max(0, log.length() - DATE_CHARACTERS));
    }

    /** The start of the log that begins when a day has ended. Its name is not told; often days are left out. */
    static LogPosition after(String log, @Nullable LocalDate ended) {
        String last = ended == null || date(log) == null ? log : prefix(log) + QDate.FORMAT.format(ended);
        return LogPosition.startAfter(last);
    }

    /**
     * Whether a log is of a later day than one that is said to have ended: somebody said so by hand, or a second time, and no
     * other log has begun.
     */
    static boolean isOfLaterDay(LogPosition log, @Nullable LocalDate ended) {
        LocalDate day = date(log.log());
        return day != null && ended != null && (log.follows() ? !ended.isAfter(day) : ended.isBefore(day));
    }

    /**
     * The place with its log's own name, now that it can be told.
     *
     * @param today the log that the tickerplant has now
     */
    static LogPosition resolved(LogPosition logPosition, String today, Existence exists) throws IOException {
        if (!logPosition.follows() || !mayPrecede(logPosition.log(), today)) {
            return logPosition;
        }
        List<String> candidates = from(logPosition.log(), today, exists);
        return new LogPosition(candidates.get(1), logPosition.rows(), logPosition.digest(), false);
    }

    /** Whether one log is of an earlier day than another, for sure. */
    static boolean precedes(String earlier, String later) {
        return date(earlier) != null && date(later) != null && mayPrecede(earlier, later) && areOfAKind(earlier, later);
    }

    /** Whether a log is that of the day after another's, for sure. */
    static boolean isNext(String log, String ended) {
        LocalDate day = date(ended);
        return day != null && areOfAKind(log, ended) && day.plusDays(1).equals(date(log));
    }

    private static boolean areOfAKind(String log, String other) {
        return prefix(log).equals(prefix(other));
    }

    /** Whether one log is of an earlier day than another; also when nobody can tell. */
    static boolean mayPrecede(String earlier, String later) {
        LocalDate from = date(earlier);
        LocalDate to = date(later);
        return from == null || to == null || !areOfAKind(earlier, later) || from.isBefore(to);
    }

    /** A log, those of the days after it that exist, and the one of today. */
    static List<String> from(String earlier, String today, Existence exists) throws IOException {
        List<String> logs = new ArrayList<>(List.of(earlier));
        LocalDate from = date(earlier);
        LocalDate to = date(today);
        if (from != null && to != null && areOfAKind(earlier, today)) {
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
