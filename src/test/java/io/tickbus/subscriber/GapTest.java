package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.replication.OpenPartition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that were published during a lost connection come from the log, each exactly once. */
class GapTest extends LoggedTest {
    @Test
    void gapIsFilledByPosition() throws Exception {
        q.append(1, 2);
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        q.publish(peer, 3, 4);
        rig.untilNumbersAre(1, 2, 3, 4);
        peer.close();
        q.append(5, 6);
        peer = q.live(6);
        q.publish(peer, 7);

        rig.untilNumbersAre(1, 2, 3, 4, 5, 6, 7);
        assertThat(rig.journal("prices")).containsExactly("LOG_POSITION", "1", "2", "3", "4", "5", "6", "7");
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void nothingIsTakenAgainWhereNothingWasMissed() throws Exception {
        q.append(1, 2);
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        for (int cut = 0; cut < 3; cut++) {
            peer.close();
            peer = q.live(2);
        }
        q.publish(peer, 3);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void mergedMessagesOfBatchModeAreCountedInRows() throws Exception {
        q.append(1, 2, 3);
        FakeQ.Peer peer = q.live(rig.logged(), 1);
        peer.push(Rig.upd(2, 3));
        rig.untilNumbersAre(1, 2, 3);
        peer.close();
        q.append(4, 5, 6);
        peer = q.live(4);
        peer.push(Rig.upd(5, 6));

        rig.untilNumbersAre(1, 2, 3, 4, 5, 6);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void gapMayBeginInsideAMessageOfTheLog() throws Exception {
        q.append(Rig.upd(1, 2, 3, 4));
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        peer.push(Rig.upd(1, 2));
        rig.untilNumbersAre(1, 2);
        peer.close();
        q.live(1);

        rig.untilNumbersAre(1, 2, 3, 4);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void rowThatWasCutInsideItsMessageComesFromTheLogOnce() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        q.publish(peer, 1);
        q.append(2);
        byte[] second = Encoder.message(MessageKind.ASYNC, Rig.upd(2));
        peer.write(Arrays.copyOf(second, second.length - 1));
        rig.untilNumbersAre(1);
        peer.close();
        q.live(2);

        rig.untilNumbersAre(1, 2);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void positionsCountOnlyRowsThatPassTheFilter() throws Exception {
        q.tables(LoggingQ.table("prices", rows(new long[0])));
        q.append(
                LoggingQ.upd("prices", rows(new long[] {1, 2, 3}, "a", "b", "a")),
                LoggingQ.upd("prices", new GeneralList(Atom.ofLong(4), Atom.symbol("b"))));
        FakeQ.Peer peer = q.live(rig.logged("syms", List.of("a")), 2);
        rig.untilNumbersAre(1, 3);
        peer.close();
        q.append(
                LoggingQ.upd("prices", rows(new long[] {5, 6, 7}, "b", "a", "a")),
                LoggingQ.upd("prices", new GeneralList(Atom.ofLong(8), Atom.symbol("a"))));
        q.live(4);

        rig.untilNumbersAre(1, 3, 6, 7, 8);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void tablesAtDifferentPositionsEachGetWhatTheyMiss() throws Exception {
        q.tables(LoggingQ.table("a", Rig.prices()), LoggingQ.table("b", Rig.prices()));
        q.append(LoggingQ.upd("a", Rig.prices(1)), LoggingQ.upd("b", Rig.prices(10)));
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        Value third = LoggingQ.upd("a", Rig.prices(2));
        q.append(third);
        peer.push(third);
        Rig.until("a", () -> rig.rows("a").size() == 2);
        peer.close();
        q.append(
                LoggingQ.upd("b", Rig.prices(11)),
                LoggingQ.upd("a", Rig.longs(3)),
                LoggingQ.upd("b", Rig.longs(12)),
                LoggingQ.upd("b", Rig.prices(13)));
        q.live(7);

        Rig.until("both", () -> rig.rows("a").size() >= 3 && rig.rows("b").size() >= 4);
        assertThat(rig.rows("a")).isEqualTo(Rig.prices(1, 2, 3));
        assertThat(rig.rows("b")).isEqualTo(Rig.prices(10, 11, 12, 13));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void subscriberOfTheSameNameGoesOnWhereTheLastOneStopped() throws Exception {
        q.append(1, 2);
        q.live(rig.logged(), 2);
        rig.untilNumbersAre(1, 2);
        Rig.await(rig.vertx.undeploy(rig.deployment()));
        q.append(3);
        q.live(rig.logged(), 3);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void cutWhileTheLogIsReplayedTakesNothingTwice() throws Exception {
        q.append(Rig.range(0, 500));
        rig.lost = batch -> batch.position() > 100; // so that the replay waits for room
        rig.deploy(rig.logged("batchRowsMax", 10, "inFlightRowsMax", 20, "acknowledgeTimeoutMs", 100));
        FakeQ.Peer peer = q.subscribed(500);
        Rig.until("some rows", () -> rig.numbers().length >= 90);
        peer.close();
        rig.lost = batch -> false;
        q.append(500);
        q.live(501);

        rig.untilNumbersAre(Rig.range(0, 501));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void manyCutsLoseAndDoubleNothing() throws Exception {
        long published = 0;
        FakeQ.Peer peer = q.live(rig.logged("batchRowsMax", 7), 0);
        for (int cut = 0; cut < 10; cut++) {
            for (int n = 0; n < 13; n++) {
                q.publish(peer, published++);
            }
            q.append(published++); // logged, and cut before it was published
            peer.close();
            peer = q.live(published);
        }

        rig.untilNumbersAre(Rig.range(0, published));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void secondTableThatCannotBeOpenedLetsTheFirstGoOn() throws Exception {
        q.append(1);
        FakeQ.Peer peer = q.live(rig.logged(), 1);
        rig.untilNumbersAre(1);
        peer.close();
        Flip other = new Flip(List.of("n"), List.of(SymbolVector.of()));
        Rig.await(rig.vertx
                .eventBus()
                .<Integer>request(
                        OpenPartition.ADDRESS,
                        new io.tickbus.replication.OpenPartition("other", "t", io.tickbus.q.Schema.of(other))));
        q.append(2);
        Value[] both = {LoggingQ.table("prices", Rig.prices()), LoggingQ.table("other", Rig.prices())};
        for (int attempt = 0; attempt < 3; attempt++) {
            FakeQ.Peer refused = q.tables(both).live(2 + attempt);
            q.publish(refused, 3 + attempt);
            rig.untilNumbersAre(Rig.range(1, 4 + attempt));
            refused.close();
        }
        q.tables(LoggingQ.table("prices", Rig.prices())).live(5);

        rig.untilNumbersAre(1, 2, 3, 4, 5);
        assertThat(rig.events())
                .singleElement()
                .satisfies(event -> assertThat(event.getString("event")).isEqualTo("refused"));
    }

    private static Flip rows(long[] n, String... syms) {
        return new Flip(List.of("n", "sym"), List.of(Rig.longs(n), SymbolVector.of(syms)));
    }
}
