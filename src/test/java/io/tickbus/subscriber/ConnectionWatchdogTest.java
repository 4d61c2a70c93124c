package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Peers that say nothing: asked whether they are there, and let go. */
class ConnectionWatchdogTest extends LoggedTest {
    private static final Message PING = new Message(MessageKind.SYNC, ByteVector.chars(".u.i"));
    private static final Value HEARTBEAT = LoggingQ.upd("heartbeat", Rig.prices(1));

    @Test
    void silentPeerIsLetGo() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged("silentMsMax", 100), 0);
        assertThat(peer.endsNext()).isTrue();
        rig.untilState("BACKING_OFF", "q said nothing for ");
        q.live(0); // and is asked again
    }

    @Test
    void peerThatAnswersOrOnlyErrsIsAskedAgainAndAgain() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged("pingMs", 1, "silentMsMax", Rig.LIMIT_MS), 0);
        assertThat(peer.read()).isEqualTo(PING);
        peer.reply(new ErrorValue("access"));
        assertThat(peer.read()).isEqualTo(PING);
        peer.reply(Atom.ofLong(7));
        peer.push(Rig.upd(1));
        rig.untilNumbersAre(1);
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void peerThatDoesNotAnswerIsAskedOnceAndLetGo() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged("pingMs", 100, "silentMsMax", 1500), 0);
        assertThat(peer.read()).isEqualTo(PING);
        assertThat(peer.endsNext()).isTrue();
        rig.untilState("BACKING_OFF", "(silentMsMax 1500)");
    }

    @Test
    void peerThatDoesNotAnswerWhenAskedIsLetGoWithoutALimitOnSilence() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged("pingMs", 100, "unreachableMsMax", 2000), 0);
        assertThat(peer.read()).isEqualTo(PING);
        assertThat(peer.endsNext()).isTrue();
        rig.untilState("BACKING_OFF", "did not answer when it was asked (unreachableMsMax 2000)");
    }

    @Test
    void heartbeatsAreASignOfLife() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged("silentMsMax", 1800), 0);
        long start = System.nanoTime();
        while (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) < 2500) { // past the limit, by heartbeats alone
            peer.push(HEARTBEAT);
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        peer.push(Rig.upd(1));
        rig.untilNumbersAre(1);
        assertThat(rig.states()).noneMatch(state -> state.startsWith("BACKING_OFF"));
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void answerThatNobodyAskedForIsRejected() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        peer.reply(Atom.ofLong(7));
        Rig.until("rejected", () -> rig.reasons().contains("a response without a request"));
        peer.push(Rig.upd(1));
        rig.untilNumbersAre(1);
    }

    @Test
    void timeThatAReplayTookIsNoSilence() throws Exception {
        int silentMsMax = 3000;
        q.append(Rig.range(0, 100));
        rig.lost = batch -> true;
        long start = System.nanoTime();
        rig.deploy(rig.logged(
                "silentMsMax",
                silentMsMax,
                "pingMs",
                500,
                "batchRowsMax",
                5,
                "inFlightRowsMax",
                10,
                "acknowledgeTimeoutMs",
                100));
        FakeQ.Peer peer = q.subscribed(100);
        Rig.until(
                "a replay longer than the silence that is borne",
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) > silentMsMax);
        rig.lost = batch -> false;

        assertThat(peer.read()).as("asked before it is let go").isEqualTo(PING);
        rig.untilNumbersAre(Rig.range(0, 100));
    }

    @Test
    void fullWindowIsNoSilence() throws Exception {
        FakeQ.Peer peer = q.live(
                rig.logged("silentMsMax", 100, "batchRowsMax", 1, "inFlightRowsMax", 3, "acknowledgeTimeoutMs", 100),
                0);
        rig.lost = batch -> true;
        peer.push(Rig.upd(1), Rig.upd(2), Rig.upd(3), Rig.upd(4), Rig.upd(5), Rig.upd(6));
        long start = System.nanoTime();
        Rig.until(
                "two looks at least",
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
                        > 2L * ConnectionWatchdog.INSPECT_MS_MAX + 200);
        assertThat(rig.states()).noneMatch(state -> state.startsWith("BACKING_OFF"));
        rig.lost = batch -> false;
        rig.untilNumbersAre(1, 2, 3, 4, 5, 6);
    }
}
