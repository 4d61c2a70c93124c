package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.replication.PartitionBatch;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are slower than q: bounded here, and nothing is lost. */
class OverflowTest extends LoggedTest {
    private static final int BYTES_MIN = 1 << 16;

    @ParameterizedTest
    @ValueSource(strings = {"block", "replay"})
    void windowIsNeverExceededAndNothingIsLost(String overflow) throws Exception {
        FakeQ.Peer peer = q.live(config(overflow), 0);
        rig.lost = batch -> true;
        for (long n = 0; n < 3000; n++) {
            q.publish(peer, n);
        }
        Rig.until("full", () -> rig.lastStatus().getLong("inFlightRows") >= 40);
        if (overflow.equals("replay")) {
            assertThat(peer.endsNext()).as("let go of").isTrue();
        }
        rig.lost = batch -> false;
        if (overflow.equals("replay")) {
            rig.untilState("BACKING_OFF", "the tables are slower than q");
            q.live(3000);
        }

        rig.untilNumbersAre(Rig.range(0, 3000));
        assertThat(rig.statuses)
                .allSatisfy(status -> assertThat(status.getLong("inFlightRows")).isLessThanOrEqualTo(50));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void withoutALogNobodyLetsGoSinceThatWouldLoseRows() throws Exception {
        rig.deploy(
                rig.config("overflow", "replay", "batchRowsMax", 1, "inFlightRowsMax", 3, "acknowledgeTimeoutMs", 100));
        FakeQ.Peer peer = rig.live();
        rig.lost = batch -> true;
        peer.push(Rig.upd(1), Rig.upd(2), Rig.upd(3), Rig.upd(4), Rig.upd(5), Rig.upd(6));
        long start = System.nanoTime();
        Rig.until(
                "longer than a full window is borne",
                () -> System.nanoTime() - start
                        > 1_000_000L * (ConnectionWatchdog.FULL_MS_MAX + 2L * ConnectionWatchdog.INSPECT_MS_MAX));
        rig.lost = batch -> false;
        rig.untilNumbersAre(1, 2, 3, 4, 5, 6);
        peer.push(Rig.upd(7));

        rig.untilNumbersAre(1, 2, 3, 4, 5, 6, 7);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void wideRowsAreBoundedByTheirBytes() throws Exception {
        Flip none = new Flip(List.of("n", "text"), List.of(Rig.longs(), new GeneralList()));
        q.tables(LoggingQ.table("prices", none));
        Value text = ByteVector.chars("x".repeat(1000));
        for (long n = 0; n < 400; n++) {
            q.append(LoggingQ.upd(
                    "prices", new Flip(List.of("n", "text"), List.of(Rig.longs(n), new GeneralList(text)))));
        }
        q.live(rig.logged("inFlightBytesMax", BYTES_MIN), 400);

        rig.untilNumbersAre(Rig.range(0, 400));
        assertThat(rig.sent)
                .filteredOn(batch -> batch.rows().size() > 1)
                .extracting(OverflowTest::bytes)
                .allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(BYTES_MIN));
    }

    @Test
    void whatIsPushedDuringAReplayIsHeldAtQOnceItIsTooMuch() throws Exception {
        long pushed = pushDuringAReplay("block");
        rig.lost = batch -> false;
        rig.untilNumbersAre(Rig.range(0, 100 + pushed));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void whatIsPushedDuringAReplayIsFetchedFromTheLogOnceItIsTooMuch() throws Exception {
        long pushed = pushDuringAReplay("replay");
        rig.lost = batch -> false;
        rig.untilState("BACKING_OFF", "bytes (heldBytesMax) while its log was replayed; going on from the log");
        q.live(100 + pushed);
        rig.untilNumbersAre(Rig.range(0, 100 + pushed));
        assertThat(rig.events()).isEmpty();
    }

    /** A replay that stands still while more comes than may be held; gives the rows of it. */
    private long pushDuringAReplay(String overflow) throws Exception {
        q.append(Rig.range(0, 100));
        rig.lost = batch -> true;
        rig.deploy(config(overflow, "heldBytesMax", BYTES_MIN));
        FakeQ.Peer peer = q.subscribed(100);
        Rig.until("full", () -> rig.sent.size() >= 4);
        long pushed = 0;
        while (pushed < 2 * BYTES_MIN / 50) {
            try {
                q.publish(peer, 100 + pushed++);
            } catch (SocketException letGo) { // the log has it
            }
        }
        return pushed;
    }

    private io.tickbus.config.SubscriberConfig config(String overflow, Object... differing) {
        Object[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("overflow", overflow, "batchRowsMax", 10, "inFlightRowsMax", 50),
                        java.util.Arrays.stream(differing))
                .toArray();
        Object[] withTimeout = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(all), java.util.stream.Stream.of("acknowledgeTimeoutMs", 100))
                .toArray();
        return rig.logged(withTimeout);
    }

    private static long bytes(PartitionBatch batch) {
        return BatchMemory.of(batch.rows());
    }
}
