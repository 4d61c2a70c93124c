package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.metrics.PrometheusMeters;
import io.tickbus.metrics.Scraped;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.wire.FakeQ;
import org.junit.jupiter.api.Test;

/** The metrics of a running subscriber. */
class SubscriberMetersTest extends OwnedTest {
    @Test
    void rowsRejectionsAndReconnectsAreCountedByTableAndGoWithTheSubscriber() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(
                Rig.upd(1, 2),
                Rig.upd(SymbolVector.of("a")),
                new GeneralList(Atom.symbol("upd"), Atom.symbol("nosuch"), Rig.prices(1)));
        rig.untilNumbersAre(1, 2);
        Rig.until("rejections", () -> rig.rejections().size() == 2);
        peer.close();
        rig.live().push(Rig.upd(3));
        rig.untilNumbersAre(1, 2, 3);
        Rig.until(
                "shown",
                () -> scrape().metrics("tickbus_subscriber_applied_rows_total").count() == 1
                        && table("applied_rows_total") == 3);

        Scraped scraped = scrape();
        assertThat(table("received_rows_total") - table("taken_back_rows_total"))
                .isEqualTo(3);
        assertThat(table("refused_rows_total")).isZero();
        assertThat(table("sent_batches_total")).isGreaterThanOrEqualTo(2);
        assertThat(table("sent_bytes_total")).isGreaterThanOrEqualTo(2 * BatchMemory.BATCH_BYTES);
        assertThat(table("lag_rows")).isZero();
        assertThat(table("gaps_total"))
                .isEqualTo(2); // the misfit, and this q has no log to bring what was missed meanwhile
        assertThat(table("missing_rows_total")).isEqualTo(1);
        assertThat(table("foreign_rows_total")).isZero();
        assertThat(own("reconnects_total")).isEqualTo(1);
        assertThat(own("in_flight_rows")).isZero();
        assertThat(own("lag_seconds")).isZero();
        assertThat(own("state", "state", "LIVE")).isEqualTo(1);
        assertThat(own("state", "state", "REPLAYING")).isZero();
        assertThat(own("rejected_messages_total", "table", "prices", "reason", "mismatch"))
                .isEqualTo(1);
        assertThat(own("rejected_messages_total", "table", "", "reason", "unknown_table"))
                .isEqualTo(1);
        assertThat(own("rejected_messages_total", "table", "prices", "reason", "refused"))
                .as("shown before there is one")
                .isZero();
        assertThat(own("rejected_messages_total", "table", "", "reason", "malformed"))
                .isZero();

        Rig.await(rig.vertx.undeploy(rig.deployment()));
        assertThat(scrape().names()).noneMatch(name -> name.startsWith("tickbus_subscriber_"));
        assertThat(scraped.names()).hasSizeGreaterThan(15);
    }

    @Test
    void lagCountsWhatQMayHoldWhileThereWasNoRoomUntilAllIsTaken() throws Exception {
        rig.deploy(rig.config("batchRowsMax", 1, "inFlightRowsMax", 1, "acknowledgeTimeoutMs", 100));
        FakeQ.Peer peer = rig.live();
        rig.lost = batch -> true;
        peer.push(Rig.upd(1), Rig.upd(2), Rig.upd(3), Rig.upd(4));
        Rig.until("late", () -> own("lag_seconds") >= 1);

        rig.lost = batch -> batch.rows().column(0).longAt(0) > 2; // the third one is quite fresh in the window
        rig.untilNumbersAre(1, 2);
        assertThat(own("lag_seconds")).isGreaterThanOrEqualTo(1);

        rig.lost = batch -> false;
        rig.untilNumbersAre(1, 2, 3, 4);
        Rig.until("caught up", () -> own("lag_seconds") == 0);
    }

    @Test
    void silenceOfAConnectionThatIsLiveIsShown() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config("reconnectDelayMsMin", 3_600_000, "reconnectDelayMsMax", 3_600_000));
        Rig.until("silent", () -> own("silence_seconds") > 0.1);
        peer.push(Rig.upd(1));
        rig.untilNumbersAre(1);
        assertThat(own("silence_usual_seconds")).isGreaterThan(0.1);
        peer.close();
        Rig.until("not live", () -> own("state", "state", "BACKING_OFF") == 1);
        assertThat(own("silence_seconds")).isZero();
    }

    private Scraped scrape() {
        return Scraped.of(PrometheusMeters.of(rig.vertx).scrape());
    }

    private double table(String name) {
        return own(name, "table", "prices");
    }

    private double own(String name, String... labels) {
        String[] all = new String[labels.length + 2];
        all[0] = "subscriber";
        all[1] = "s";
        System.arraycopy(labels, 0, all, 2, labels.length);
        return scrape().value("tickbus_subscriber_" + name, all);
    }
}
