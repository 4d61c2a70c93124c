package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.wire.FakeQ;
import java.io.RandomAccessFile;
import org.junit.jupiter.api.Test;

/** Stopping a subscriber that is catching up ends it at once, whatever it waits for. */
class CatchUpStopTest extends LoggedTest {
    /** Takes no room on a disk, where nothing is written. */
    private static final long LOOKED_THROUGH_FOR_MINUTES_BYTES = 1L << 38;

    @Test
    void whileItAsksForTheLog() throws Exception {
        rig.deploy(rig.logged());
        q.asked();
        rig.stopsSoon();
    }

    @Test
    void whileAReplayWaitsForRoom() throws Exception {
        q.append(Rig.range(0, 1000));
        rig.lost = batch -> true;
        q.subscribedTo(config(), 1000);
        Rig.until("full", () -> rig.sent.size() >= 4);
        rig.stopsSoon();
    }

    @Test
    void whatIsNotOnItsWayWhenAReplayStopsStaysInTheLog() throws Exception {
        for (long n = 0; n < 2000; n++) {
            q.append(Rig.upd(Rig.range(100 * n, 100 * n + 100)));
        }
        rig.lost = batch -> true;
        q.subscribedTo(config(), 2000);
        Rig.until("full", () -> rig.sent.size() >= 4);
        rig.stopsSoon();

        assertThat(rig.lastStatus().getLong("received")).isLessThan(20_000);
    }

    @Test
    void whileALogIsWaitedForThatIsShort() throws Exception {
        q.subscribedTo(config(), 5);
        rig.untilState("REPLAYING", "");
        rig.stopsSoon();
    }

    @Test
    void whileItLooksBehindDamage() throws Exception {
        q.append(1);
        try (RandomAccessFile log = new RandomAccessFile(q.file().toFile(), "rw")) {
            log.setLength(LOOKED_THROUGH_FOR_MINUTES_BYTES); // zeros, which are no message
        }
        q.subscribedTo(config("badTail", "skip"), 5);
        rig.untilState("REPLAYING", "");
        rig.stopsSoon();
    }

    @Test
    void whileTheLastRowsOfASessionAreWaitedFor() throws Exception {
        FakeQ.Peer peer = q.live(config(), 0);
        rig.lost = batch -> true;
        q.publish(peer, 1, 2, 3);
        Rig.until("sent", () -> rig.journal("prices").contains("3"));
        peer.close();
        rig.untilState("BACKING_OFF", "has not taken all that came before");
        rig.stopsSoon();
    }

    @Test
    void whileTheWindowIsFullAfterTheConnectionWasLetGo() throws Exception {
        FakeQ.Peer peer = q.live(config("overflow", "replay"), 0);
        rig.lost = batch -> true;
        q.publish(peer, Rig.range(0, 100));
        assertThat(peer.endsNext()).isTrue();
        rig.stopsSoon();
    }

    private io.tickbus.config.SubscriberConfig config(String... more) {
        Object[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.<Object>of(
                                "batchRowsMax",
                                10,
                                "inFlightRowsMax",
                                40,
                                "stopTimeoutMs",
                                50,
                                "acknowledgeTimeoutMs",
                                100),
                        java.util.Arrays.stream(more))
                .toArray();
        return rig.logged(all);
    }
}
