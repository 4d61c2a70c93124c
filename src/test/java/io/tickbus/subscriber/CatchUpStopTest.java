package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.FakeQ;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopping a subscriber that is catching up ends it at once, whatever it waits for. */
class CatchUpStopTest {
    /** A tenth of the limits that the waits ended here have of their own. */
    private static final int STOP_MS_MAX = Rig.LIMIT_MS / 10;
    /** Takes no room on a disk, where nothing is written. */
    private static final long LOOKED_THROUGH_FOR_HOURS_BYTES = 1L << 40;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Rig rig;

    @SuppressWarnings("NullAway.Init")
    private LoggingQ q;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.ownTables();
        q = new LoggingQ(rig, directory.resolve("sym2026.08.21"));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        q.close();
    }

    @Test
    void whileItAsksForTheLog() throws Exception {
        rig.deploy(rig.logged());
        q.asked();
        stopsSoon();
    }

    @Test
    void whileAReplayWaitsForRoom() throws Exception {
        q.append(Rig.range(0, 1000));
        rig.lost = batch -> true;
        q.subscribedTo(config(), 1000);
        Rig.until("full", () -> rig.sent.size() >= 4);
        stopsSoon();
    }

    @Test
    void whatIsNotOnItsWayWhenAReplayStopsStaysInTheLog() throws Exception {
        for (long n = 0; n < 2000; n++) {
            q.append(Rig.upd(Rig.range(100 * n, 100 * n + 100)));
        }
        rig.lost = batch -> true;
        q.subscribedTo(config(), 2000);
        Rig.until("full", () -> rig.sent.size() >= 4);
        stopsSoon();

        assertThat(rig.lastStatus().getLong("received")).isLessThan(20_000);
    }

    @Test
    void whileALogIsWaitedForThatIsShort() throws Exception {
        q.subscribedTo(config(), 5);
        rig.untilState("REPLAYING", "");
        stopsSoon();
    }

    @Test
    void whileItLooksBehindDamage() throws Exception {
        q.append(1);
        try (RandomAccessFile log = new RandomAccessFile(q.file().toFile(), "rw")) {
            log.setLength(LOOKED_THROUGH_FOR_HOURS_BYTES); // zeros, which are no message
        }
        q.subscribedTo(config("badTail", "skip"), 5);
        rig.untilState("REPLAYING", "");
        stopsSoon();
    }

    @Test
    void whileTheLastRowsOfASessionAreWaitedFor() throws Exception {
        FakeQ.Peer peer = q.live(config(), 0);
        rig.lost = batch -> true;
        q.publish(peer, 1, 2, 3);
        Rig.until("sent", () -> rig.journal("prices").contains("3"));
        peer.close();
        rig.untilState("BACKING_OFF", "has not taken all that came before");
        stopsSoon();
    }

    @Test
    void whileTheWindowIsFullAfterTheConnectionWasLetGo() throws Exception {
        FakeQ.Peer peer = q.live(config("overflow", "replay"), 0);
        rig.lost = batch -> true;
        q.publish(peer, Rig.range(0, 100));
        assertThat(peer.endsNext()).isTrue();
        stopsSoon();
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

    private void stopsSoon() {
        long before = System.nanoTime();
        Rig.await(rig.vertx.undeploy(rig.deployment()));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(STOP_MS_MAX);
        Rig.until("no thread", () -> Rig.qThreads() == 0);
        Rig.until("said", () -> rig.lastStatus().getString("state").equals("STOPPED"));
    }
}
