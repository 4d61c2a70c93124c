package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rejected rows are counted once, though a log may show them again. */
class MissingRowsTest {
    private long nowNanos;
    private final SubscriberHost host = (SubscriberHost) Proxy.newProxyInstance(
            SubscriberHost.class.getClassLoader(),
            new Class<?>[] {SubscriberHost.class},
            (proxy, method, arguments) -> method.getName().equals("nanoTime") ? (Object) nowNanos : null);
    private final TableCounters counters = new TableCounters();
    private final MissingRows missing =
            new MissingRows(host, "trade", counters, new RejectionReporter(host, "s", new SubscriberCounters()));

    @Test
    void rowsThatWereRejectedWhenTheyWerePushedAreNotCountedAgainInAReplay() {
        missing.onRowApplied();
        missing.reject(2, RejectReason.MISMATCH, "live");
        missing.reject(3, RejectReason.MISMATCH, "live");
        for (int replay = 0; replay < 3; replay++) {
            missing.start();
            missing.rejectLogged(4, RejectReason.MISMATCH, "logged");
            missing.rejectLogged(1, RejectReason.MISMATCH, "logged");
            assertThat(counters.missing).as("replay %s", replay).hasValue(5);
        }

        missing.rejectLogged(7, RejectReason.MISMATCH, "new in the log");
        assertThat(counters.missing).hasValue(12);
        missing.start();
        missing.rejectLogged(5, RejectReason.MISMATCH, "logged");
        missing.rejectLogged(7, RejectReason.MISMATCH, "logged");
        assertThat(counters.missing).hasValue(12);
        missing.rejectLogged(2, RejectReason.MISMATCH, "partly new");
        assertThat(counters.missing).hasValue(14);
    }

    @Test
    void whatFollowsATakenRowIsNew() {
        missing.reject(5, RejectReason.MISMATCH, "live");
        missing.start();
        missing.onRowApplied();
        missing.rejectLogged(5, RejectReason.MISMATCH, "logged");

        assertThat(counters.missing).hasValue(10);
    }

    @Test
    void rowsOfAnUnknownNumberAreCountedAsUnknownOnce() {
        missing.add(LogPosition.UNKNOWN, "malformed");
        missing.start();
        missing.rejectLogged(5, RejectReason.MISMATCH, "logged");

        assertThat(counters.missing).hasValue(0);
        assertThat(missing.text()).isEqualTo("an unknown number of rows");
    }

    @Test
    void tableThatBeginsAnewMissesNothingAndCountsAll() {
        missing.reject(5, RejectReason.MISMATCH, "live");
        missing.reset();
        assertThat(missing.text()).isEmpty();
        assertThat(missing.gaps(true)).isEmpty();
        missing.rejectLogged(5, RejectReason.MISMATCH, "logged");

        assertThat(missing.gaps(true)).containsExactly(ControlRecord.gap(5, "logged"));
    }

    @Test
    void gapIsToldOnceASecondAtMostOrAtOnceWhereThatIsAsked() {
        missing.reject(1, RejectReason.MISMATCH, "a");
        assertThat(missing.gaps(false)).containsExactly(ControlRecord.gap(1, "a"));
        missing.reject(2, RejectReason.MISMATCH, "b");
        missing.reject(LogPosition.UNKNOWN, RejectReason.MISMATCH, "c");
        assertThat(missing.isDue()).isFalse();
        assertThat(missing.gaps(false)).isEmpty();
        nowNanos = TimeUnit.MILLISECONDS.toNanos(MissingRows.PUBLISH_INTERVAL_MS);
        assertThat(missing.isDue()).isTrue();
        String both = "2 messages were rejected; the last: c";
        assertThat(missing.gaps(false))
                .containsExactly(ControlRecord.gap(2, both), ControlRecord.gap(LogPosition.UNKNOWN, both));
        missing.reject(4, RejectReason.MISMATCH, "d");
        assertThat(missing.gaps(true)).containsExactly(ControlRecord.gap(4, "d"));
        assertThat(counters.gaps).hasValue(4);
    }
}
