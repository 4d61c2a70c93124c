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
 * The day of a tickerplant, with a clock that may be wrong. The tickerplant's event loop owns it.
 *
 * <table>
 * <caption>The day for each reading of the clock</caption>
 * <tr><th>the clock says</th><th>the day</th></tr>
 * <tr><td>the day, or a day before it</td><td>continues</td></tr>
 * <tr><td>the next day</td><td>ends</td></tr>
 * <tr><td>a later day: days were left out, or the clock jumped</td><td>ends after {@link #JUMP_BELIEVED_AFTER}</td></tr>
 * <tr><td>a day so early that the day cannot have begun</td><td>gets another date: {@link #right}</td></tr>
 * </table>
 *
 * <p>kdb+tick stops its timer at {@code more than one day?}, and an operator has to start it again.
 */
final class TickerplantDay {
    /** How long the clock must show a later day before a jump over more than one midnight is accepted. */
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

    /** Starts the day after one that has ended. */
    void start(LocalDate next, LocalDate ended) {
        this.date = next;
        this.ended = ended;
        this.jump = null;
    }

    /** Returns the day that must start now, or {@link #date} if that day continues. */
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

    /** Returns whether the day cannot have begun, because the clock was ahead. */
    boolean isAhead() {
        return new DayRule(LocalDate.now(clock)).isLogAhead(date);
    }

    /** Returns the right date of a day that cannot have begun: today, or the day after a day that was ended early. */
    LocalDate right() {
        LocalDate today = LocalDate.now(clock);
        LocalDate last = ended;
        boolean isEarly = last != null && !last.isBefore(today) && !new DayRule(today).isAhead(last);
        return last != null && isEarly ? last.plusDays(1) : today;
    }

    /** Corrects the date of the day. */
    void correct(LocalDate right) {
        date = right;
        jump = null;
    }

    /** Returns why a day cannot have ended; empty if it can. */
    String doubt(LocalDate said) {
        return new DayRule(LocalDate.now(clock)).doubt(said, date);
    }
}
