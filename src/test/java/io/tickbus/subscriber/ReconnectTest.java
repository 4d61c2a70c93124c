package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.MessageKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Connections that fail at any place are made again, and rows go on where they were. */
class ReconnectTest extends RigTest {
    @Test
    void statesArePublishedInOrder() throws Exception {
        rig.ownTables();
        FakeQ.Peer peer = rig.live(rig.config());
        peer.close();
        rig.live();
        Rig.await(rig.vertx.undeploy(rig.deployment()));

        String connecting = "CONNECTING 127.0.0.1:" + rig.q.port();
        Rig.until("stopped", () -> rig.states().contains("STOPPED"));
        assertThat(rig.states())
                .containsExactly(
                        connecting,
                        "SUBSCRIBING",
                        "LIVE live only: replay is none",
                        "BACKING_OFF q closed the connection",
                        connecting,
                        "SUBSCRIBING",
                        "LIVE live only: replay is none",
                        "STOPPED");
    }

    @Test
    void startsWithoutQAndConnectsWhenItIsThere() throws Exception {
        rig.ownTables();
        int port = rig.q.port();
        rig.q.close();
        rig.deploy(rig.config());
        Rig.until(
                "refused",
                () -> rig.states().stream()
                        .anyMatch(state ->
                                state.startsWith("BACKING_OFF 127.0.0.1:" + port + ": ") && state.contains("refused")));

        try (FakeQ late = new FakeQ(port)) {
            FakeQ.Peer peer = late.greet();
            peer.read();
            peer.reply(new GeneralList(Atom.symbol("prices"), Rig.prices()));
            peer.push(Rig.upd(1));
            rig.untilNumbersAre(1);
        }
    }

    @Test
    void wrongPasswordIsSaid() throws Exception {
        rig.deploy(rig.config("user", "ann"));
        FakeQ.Peer peer = rig.q.accept();
        assertThat(FakeQ.text(peer.readHandshake())).isEqualTo("ann 3");
        peer.close();

        Rig.until("said", () -> rig.states().stream().anyMatch(state -> state.contains("access denied")));
        rig.q.accept();
    }

    @Test
    void peerThatAcceptsAndNeverAnswersIsGivenUp() throws Exception {
        rig.deploy(rig.config("connectTimeoutMs", 100));
        FakeQ.Peer peer = rig.q.accept();
        peer.readHandshake();

        assertThat(peer.endsNext()).isTrue();
        Rig.until("said", () -> rig.states().stream().anyMatch(state -> state.endsWith("no answer within 100 ms")));
        rig.q.accept();
    }

    @Test
    void rowsGoOnAfterACutAndNothingIsDoubled() throws Exception {
        rig.ownTables();
        Random random = new Random(7);
        FakeQ.Peer peer = rig.live(rig.config("batchRowsMax", 7));
        List<Long> sent = new ArrayList<>();
        long next = 0;
        for (int cut = 0; cut < 8; cut++) {
            for (int message = 0; message < 20; message++) {
                int rows = 1 + random.nextInt(20);
                peer.push(Rig.upd(Rig.range(next, next + rows)));
                for (long n = next; n < next + rows; n++) {
                    sent.add(n);
                }
                next += rows;
            }
            byte[] lost = Encoder.message(MessageKind.ASYNC, Rig.upd(-1));
            peer.write(Arrays.copyOf(lost, 1 + random.nextInt(lost.length - 1)));
            peer.halfClose();
            assertThat(peer.endsNext()).isTrue();
            peer = rig.live();
        }

        rig.untilNumbersAre(sent.stream().mapToLong(n -> n).toArray());
        Rig.until("published", () -> rig.rejections().size() == 8);
    }

    @Test
    void resetConnectionIsMadeAgain() throws Exception {
        rig.ownTables();
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(1));
        rig.untilNumbersAre(1);
        peer.reset();

        rig.live().push(Rig.upd(2));
        rig.untilNumbersAre(1, 2);
    }

    @Test
    void ownerThatIsNotThereYetIsWaitedFor() throws Exception {
        rig.deploy(rig.config());
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new GeneralList(Atom.symbol("prices"), Rig.prices()));
        Rig.until(
                "no owner",
                () -> rig.states().stream()
                        .anyMatch(
                                state -> state.startsWith("BACKING_OFF table prices could not be opened at its owner: ")
                                        && state.contains("No handlers")));

        rig.ownTables();
        FakeQ.Peer live = null;
        while (live == null) { // attempts from before the owner came fail like the first
            FakeQ.Peer again = rig.q.greet();
            again.read();
            Rig.until("asked", () -> rig.lastStatus().getString("state").equals("SUBSCRIBING"));
            again.reply(new GeneralList(Atom.symbol("prices"), Rig.prices()));
            Rig.until("decided", () -> !rig.lastStatus().getString("state").equals("SUBSCRIBING"));
            live = rig.lastStatus().getString("state").equals("LIVE") ? again : null;
        }
        live.push(Rig.upd(1));
        rig.untilNumbersAre(1);
    }

    @Test
    void schemaThatChangedIsRefusedWhileTheOldRowsStay() throws Exception {
        rig.ownTables();
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(1));
        peer.close();
        FakeQ.Peer changed = rig.q.greet();
        changed.read();
        Flip symbols = new Flip(List.of("n"), List.of(SymbolVector.of()));
        changed.reply(new GeneralList(Atom.symbol("prices"), symbols));

        assertThat(changed.endsNext()).isTrue();
        Rig.until(
                "said",
                () -> rig.states().stream()
                        .anyMatch(
                                state -> state.startsWith("BACKING_OFF table prices could not be opened at its owner: ")
                                        && state.contains("column n is symbol, long expected")));
        rig.live().push(Rig.upd(2));
        rig.untilNumbersAre(1, 2);
    }
}
