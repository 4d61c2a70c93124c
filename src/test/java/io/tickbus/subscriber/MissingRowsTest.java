package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rejected rows are counted once, though a log may show them again. */
class MissingRowsTest {
    private long nowNanos;
    private final Host host = (Host) Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (proxy, method, arguments) -> method.getName().equals("nanoTime") ? (Object) nowNanos : null);
    private final TableCounters counters = new TableCounters();
    private final MissingRows missing =
            new MissingRows(host, "trade", counters, new Rejections(host, "s", new Counters()));

    @Test
    void rowsThatWereRejectedWhenTheyWerePushedAreNotCountedAgainInAReplay() {
        missing.taken();
        missing.reject(2, Reason.MISMATCH, "live");
        missing.reject(3, Reason.MISMATCH, "live");
        for (int replay = 0; replay < 3; replay++) {
            missing.begin();
            missing.rejectLogged(4, Reason.MISMATCH, "logged");
            missing.rejectLogged(1, Reason.MISMATCH, "logged");
            assertThat(counters.missing).as("replay %s", replay).hasValue(5);
        }

        missing.rejectLogged(7, Reason.MISMATCH, "new in the log");
        assertThat(counters.missing).hasValue(12);
        missing.begin();
        missing.rejectLogged(5, Reason.MISMATCH, "logged");
        missing.rejectLogged(7, Reason.MISMATCH, "logged");
        assertThat(counters.missing).hasValue(12);
        missing.rejectLogged(2, Reason.MISMATCH, "partly new");
        assertThat(counters.missing).hasValue(14);
    }

    @Test
    void whatFollowsATakenRowIsNew() {
        missing.reject(5, Reason.MISMATCH, "live");
        missing.begin();
        missing.taken();
        missing.rejectLogged(5, Reason.MISMATCH, "logged");

        assertThat(counters.missing).hasValue(10);
    }

    @Test
    void rowsOfAnUnknownNumberAreCountedAsUnknownOnce() {
        missing.add(LogPlace.UNKNOWN, "malformed");
        missing.begin();
        missing.rejectLogged(5, Reason.MISMATCH, "logged");

        assertThat(counters.missing).hasValue(0);
        assertThat(missing.text()).isEqualTo("an unknown number of rows");
    }

    @Test
    void tableThatBeginsAnewMissesNothingAndCountsAll() {
        missing.reject(5, Reason.MISMATCH, "live");
        missing.beginAnew();
        assertThat(missing.text()).isEmpty();
        assertThat(missing.marks(true)).isEmpty();
        missing.rejectLogged(5, Reason.MISMATCH, "logged");

        assertThat(missing.marks(true)).containsExactly(Mark.gap(5, "logged"));
    }

    @Test
    void gapIsToldOnceASecondAtMostOrAtOnceWhereThatIsAsked() {
        missing.reject(1, Reason.MISMATCH, "a");
        assertThat(missing.marks(false)).containsExactly(Mark.gap(1, "a"));
        missing.reject(2, Reason.MISMATCH, "b");
        missing.reject(LogPlace.UNKNOWN, Reason.MISMATCH, "c");
        assertThat(missing.isDue()).isFalse();
        assertThat(missing.marks(false)).isEmpty();
        nowNanos = TimeUnit.MILLISECONDS.toNanos(MissingRows.TOLD_EVERY_MS);
        assertThat(missing.isDue()).isTrue();
        String both = "2 messages were rejected; the last: c";
        assertThat(missing.marks(false)).containsExactly(Mark.gap(2, both), Mark.gap(LogPlace.UNKNOWN, both));
        missing.reject(4, Reason.MISMATCH, "d");
        assertThat(missing.marks(true)).containsExactly(Mark.gap(4, "d"));
        assertThat(counters.gaps).hasValue(4);
    }
}
