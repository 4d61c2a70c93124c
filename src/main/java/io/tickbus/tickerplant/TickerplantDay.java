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
 * The day that a tickerplant is in, by a clock that may be wrong. The tickerplant uses it on its event loop.
 *
 * <table>
 * <caption>What the clock does to the day</caption>
 * <tr><th>the clock says</th><th>the day</th></tr>
 * <tr><td>the day, or a day before it</td><td>goes on</td></tr>
 * <tr><td>the next day</td><td>ends</td></tr>
 * <tr><td>a later day: days were left out, or the clock jumped</td><td>goes on for {@link #JUMP_BELIEVED_AFTER}, then ends</td></tr>
 * <tr><td>a day so early that the day cannot have begun</td><td>is named anew: {@link #right}</td></tr>
 * </table>
 *
 * <p>kdb+tick stops its timer at {@code more than one day?}, and an operator has to start it again.
 */
final class TickerplantDay {
    /** How long a clock has to stand by a jump over more than one midnight. */
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

    /** Goes on with the day after one that has ended. */
    void start(LocalDate next, LocalDate ended) {
        this.date = next;
        this.ended = ended;
        this.jump = null;
    }

    /** The day that is to begin now; {@link #date} while that goes on. */
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

    /** Whether a clock that was ahead has begun this day. */
    boolean isAhead() {
        return new DayRule(LocalDate.now(clock)).isLogAhead(date);
    }

    /** The day that it is instead of one that cannot have begun: today, or the day after one that was ended early. */
    LocalDate right() {
        LocalDate today = LocalDate.now(clock);
        LocalDate last = ended;
        boolean isEarly = last != null && !last.isBefore(today) && !new DayRule(today).isAhead(last);
        return last != null && isEarly ? last.plusDays(1) : today;
    }

    /** Gives the day its right name. */
    void correct(LocalDate right) {
        date = right;
        jump = null;
    }

    /** Why a day cannot have ended; empty when it can. */
    String doubt(LocalDate said) {
        return new DayRule(LocalDate.now(clock)).doubt(said, date);
    }
}
