package io.tickbus.tickerplant;

import io.tickbus.q.DayRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current day of a tickerplant. It tolerates a clock that is wrong for a while. The tickerplant's event loop owns
 * it.
 *
 * <table>
 * <caption>Effects of the clock's date on the current day</caption>
 * <tr><th>the date of the clock</th><th>the current day</th></tr>
 * <tr><td>the current day, or an earlier day</td><td>continues</td></tr>
 * <tr><td>the next day</td><td>ends</td></tr>
 * <tr><td>a later day, because the machine slept or the clock jumped</td><td>ends after {@link
 * #JUMP_BELIEVED_AFTER}</td></tr>
 * <tr><td>a day so early that the current day cannot have begun</td><td>gets another date, see {@link #right}</td></tr>
 * </table>
 *
 * <p>In contrast, kdb+tick stops its timer with the error {@code more than one day?}, and an operator must start the
 * timer again.
 */
final class TickerplantDay {
    /** Time for which the clock must stay ahead until a jump over more than one midnight is accepted. */
    static final Duration JUMP_BELIEVED_AFTER = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(TickerplantDay.class);

    private record Jump(LocalDate to, Instant since) {}

    private final Clock clock;
    private LocalDate date;
    private @Nullable LocalDate ended;
    private @Nullable Jump jump;

    TickerplantDay(Clock clock, LocalDate date) {
        this.clock = clock;
        this.date = date;
    }

    LocalDate date() {
        return date;
    }

    void start(LocalDate next, LocalDate ended) {
        this.date = next;
        this.ended = ended;
        this.jump = null;
    }

    /** Returns the day that must start now. Returns {@link #date} if the current day continues. */
    LocalDate due() {
        LocalDate today = LocalDate.now(clock);
        if (today.isAfter(date.plusDays(1))) {
            return believes(today) ? today : date;
        }
        jump = null;
        return today.isAfter(date) ? today : date;
    }

    private boolean believes(LocalDate today) {
        Instant now = clock.instant();
        Jump seen = jump;
        boolean standsByIt = seen != null
                && !now.isBefore(seen.since)
                && !today.isBefore(seen.to)
                && !today.isAfter(seen.to.plusDays(1));
        if (seen != null && standsByIt) {
            return !now.isBefore(seen.since.plus(JUMP_BELIEVED_AFTER));
        }
        jump = new Jump(today, now);
        LOG.atWarn()
                .addKeyValue("day", date)
                .addKeyValue("clock", today)
                .addKeyValue("believedAfterMs", JUMP_BELIEVED_AFTER.toMillis())
                .log("the clock has jumped by more than a day: the day goes on until the clock has stood by it");
        return false;
    }

    /** Returns whether the clock was ahead when the current day began. */
    boolean isAhead() {
        return new DayRule(LocalDate.now(clock)).isLogAhead(date);
    }

    /**
     * Returns the right date for a day that began while the clock was ahead. The right date is normally today. If a
     * client has already ended today or a later day, the right date follows the ended day.
     */
    LocalDate right() {
        LocalDate today = LocalDate.now(clock);
        LocalDate last = ended;
        boolean isEarly = last != null && !last.isBefore(today) && !new DayRule(today).isAhead(last);
        return last != null && isEarly ? last.plusDays(1) : today;
    }

    void correct(LocalDate right) {
        date = right;
        jump = null;
    }

    /** Returns the reason why a day cannot have ended, or an empty text if it can have ended. */
    String doubt(LocalDate said) {
        return new DayRule(LocalDate.now(clock)).doubt(said, date);
    }
}
