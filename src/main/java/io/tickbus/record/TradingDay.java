package io.tickbus.record;

import io.tickbus.q.DayRule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Objects;

/**
 * A date and a time zone. They give an {@link Instant} to columns that hold only a time of day: timespan, time, second and
 * minute. The time of day is what a clock on the wall of the zone shows, and counts from midnight of the date. It may be
 * negative, or longer than a day, and then belongs to another date. Immutable.
 *
 * <p>When clocks are set back, an hour has two instants. The earlier one is taken. When clocks are set forward, the times
 * in the gap are moved by the length of the gap. This is the rule of {@link LocalDateTime#atZone}. Columns of timestamps
 * do not have this problem.
 */
public final class TradingDay {
    private static final long SECONDS_PER_DAY = 86_400;

    private final LocalDate date;
    private final ZoneId zone;

    // Between these times of day, in seconds, the zone has one offset. Most rows need no look at the rules of the zone.
    private final long offsetFromSecond;
    private final long offsetToSecond;
    private final long midnightEpochSecond;

    private TradingDay(LocalDate date, ZoneId zone) {
        this.date = Objects.requireNonNull(date, "date");
        this.zone = Objects.requireNonNull(zone, "zone");
        ZonedDateTime noon = date.atTime(12, 0).atZone(zone);
        midnightEpochSecond =
                date.toEpochDay() * SECONDS_PER_DAY - noon.getOffset().getTotalSeconds();
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition before = rules.previousTransition(noon.toInstant().plusSeconds(1));
        ZoneOffsetTransition after = rules.nextTransition(noon.toInstant());
        offsetFromSecond = before == null ? Long.MIN_VALUE : secondOfDay(later(before));
        offsetToSecond = after == null ? Long.MAX_VALUE : secondOfDay(earlier(after));
    }

    private static LocalDateTime later(ZoneOffsetTransition transition) {
        return transition.isGap() ? transition.getDateTimeAfter() : transition.getDateTimeBefore();
    }

    private static LocalDateTime earlier(ZoneOffsetTransition transition) {
        return transition.isGap() ? transition.getDateTimeBefore() : transition.getDateTimeAfter();
    }

    private long secondOfDay(LocalDateTime time) {
        return ChronoUnit.SECONDS.between(date.atStartOfDay(), time);
    }

    /**
     * {@return the trading day of a date in a time zone}
     *
     * @param date the date
     * @param zone the time zone
     */
    public static TradingDay of(LocalDate date, ZoneId zone) {
        return new TradingDay(date, zone);
    }

    /**
     * {@return the trading day that a tickerplant's log is named after}
     *
     * @param log the name of a log, which ends with its date, such as {@code sym2026.11.30}
     * @param zone the time zone of the times in the tickerplant's rows
     * @throws IllegalArgumentException if the name does not end with a date
     */
    public static TradingDay ofLog(String log, ZoneId zone) {
        LocalDate date = DayRule.ofLog(log);
        if (date == null) {
            throw new IllegalArgumentException("the log's name \"" + log
                    + "\" does not end with a date, as sym2026.11.30 does; use TradingDay.of(date, zone)");
        }
        return of(date, zone);
    }

    /** {@return the date} */
    public LocalDate date() {
        return date;
    }

    /** {@return the time zone} */
    public ZoneId zone() {
        return zone;
    }

    /**
     * {@return the instant of a time of day}
     *
     * @param sinceMidnight the time on the clock, from midnight of the date
     * @throws DateTimeException or ArithmeticException if the instant is outside the range of {@link Instant}
     */
    public Instant instant(Duration sinceMidnight) {
        return instant(sinceMidnight.getSeconds(), sinceMidnight.getNano());
    }

    /** Returns the instant of a time of day. The seconds may be negative, and the nanoseconds are not. */
    Instant instant(long second, long nano) {
        if (second >= offsetFromSecond && second < offsetToSecond) {
            return Instant.ofEpochSecond(Math.addExact(midnightEpochSecond, second), nano);
        }
        return time(second, nano).atZone(zone).toInstant();
    }

    /** Returns the date and the time on the clock. */
    LocalDateTime time(long second, long nano) {
        return date.atStartOfDay().plusSeconds(second).plusNanos(nano);
    }

    /** Returns the time on the zone's clock at an instant, from midnight of the date. */
    Duration sinceMidnight(Instant instant) {
        return sinceMidnight(LocalDateTime.ofInstant(instant, zone));
    }

    Duration sinceMidnight(LocalDateTime time) {
        return Duration.between(date.atStartOfDay(), time);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TradingDay that && date.equals(that.date) && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(date, zone);
    }

    /** Returns the date and the zone, such as {@code 2026-11-30 America/New_York}. */
    @Override
    public String toString() {
        return date + " " + zone;
    }
}
