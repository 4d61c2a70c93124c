package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.wire.FakeQ;
import org.junit.jupiter.api.Test;

/** An owner that has lost its tables is given them again, by the log. */
class OwnerRestartTest extends LoggedTest {
    @Test
    void allRowsComeAgainThoughNothingNewIsPublished() throws Exception {
        q.append(1, 2);
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        q.publish(peer, 3);
        rig.untilNumbersAre(1, 2, 3);
        rig.loseOwner();
        rig.ownTables();
        assertThat(peer.endsNext()).isTrue();
        q.live(3);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events()).isEmpty();
        rig.untilState("BACKING_OFF", "the owner of the tables does not have what it had");
    }

    @Test
    void rowsThatCameWhileTheOwnerWasAwayAreThereOnce() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged("acknowledgeTimeoutMs", 200), 0);
        q.publish(peer, 1, 2);
        rig.untilNumbersAre(1, 2);
        rig.loseOwner();
        q.publish(peer, 3, 4);
        rig.ownTables();
        assertThat(peer.endsNext()).isTrue();
        peer = q.live(4);
        q.publish(peer, 5);

        rig.untilNumbersAre(1, 2, 3, 4, 5);
        assertThat(rig.events()).isEmpty();
        Rig.until(
                "counted once",
                () -> rig.lastStatus()
                        .getLong("applied")
                        .equals(rig.lastStatus().getLong("received")));
    }

    @Test
    void ownerThatIsLostDuringTheReplayIsGivenAllOfIt() throws Exception {
        q.append(Rig.range(0, 1000));
        rig.lost = batch -> batch.position() > 500;
        rig.deploy(rig.logged("batchRowsMax", 10, "inFlightRowsMax", 50, "acknowledgeTimeoutMs", 100));
        FakeQ.Peer peer = q.subscribed(1000);
        Rig.until("half of it", () -> rig.numbers().length >= 490);
        rig.loseOwner();
        rig.ownTables();
        rig.lost = batch -> false;
        assertThat(peer.endsNext()).isTrue();
        q.live(1000);

        rig.untilNumbersAre(Rig.range(0, 1000));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void ownerThatWasLostWhileNobodyWasConnectedIsGivenAllFromTheLog() throws Exception {
        q.append(1, 2);
        q.live(rig.logged("reconnectDelayMsMin", 1), 2).close();
        rig.untilNumbersAre(1, 2);
        FakeQ.Peer waiting = q.asked();
        rig.loseOwner();
        rig.ownTables();
        waiting.reply(q.reply(2));
        rig.untilNumbersAre(1, 2);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void messagesThatTheBusLosesAreSentAgain() throws Exception {
        q.append(Rig.range(0, 300));
        java.util.Random random = new java.util.Random(5);
        rig.lost = batch -> random.nextInt(4) == 0;
        FakeQ.Peer peer = q.subscribedTo(rig.logged("batchRowsMax", 10, "acknowledgeTimeoutMs", 100), 300);
        for (long n = 300; n < 500; n++) {
            q.publish(peer, n);
        }
        rig.untilNumbersAre(Rig.range(0, 500));
        assertThat(rig.events()).isEmpty();
    }
}
