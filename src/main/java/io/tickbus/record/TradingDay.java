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
 * A date and a time zone. Together they turn a time of day into an {@link Instant}. Columns of the types timespan,
 * time, second and minute hold only times of day. A time of day is the time on a clock in the zone, counted from
 * midnight of the date. A negative time, or a time after 24:00, belongs to another date. Immutable.
 *
 * <p>When clocks are set back, an hour occurs twice. A time in this hour is taken as its first occurrence. When clocks
 * are set forward, the times in the gap are moved forward by the length of the gap. {@link LocalDateTime#atZone} has
 * the same rules. Columns of timestamps do not have this problem.
 */
public final class TradingDay {
    private static final long SECONDS_PER_DAY = 86_400;

    private final LocalDate date;
    private final ZoneId zone;

    // Between these times of day, in seconds, the zone's offset is constant. The slow rules of the zone are not needed.
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
     * {@return the trading day of a tickerplant's log, with the date in the log's name}
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

    /** Returns the instant of a time of day. {@code second} may be negative. {@code nano} is never negative. */
    Instant instant(long second, long nano) {
        if (second >= offsetFromSecond && second < offsetToSecond) {
            return Instant.ofEpochSecond(Math.addExact(midnightEpochSecond, second), nano);
        }
        return time(second, nano).atZone(zone).toInstant();
    }

    /** Returns the local date and time of a time of day. */
    LocalDateTime time(long second, long nano) {
        return date.atStartOfDay().plusSeconds(second).plusNanos(nano);
    }

    /** Returns the local time of an instant, counted from midnight of the date. */
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
