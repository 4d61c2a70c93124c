package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A log that is read from the tickerplant, over a connection of its own. */
class RemoteLogTest extends LoggedTest {
    @Test
    void logIsReadInChunksAndWhatIsPushedMeanwhileFollows() throws Exception {
        q.append(Rig.range(0, 60_000)); // more than one chunk
        FakeQ.Peer live = q.subscribedTo(config(), 60_000);
        live.push(Rig.upd(60_000));
        int chunks = answerUntilTheClientIsGone(rig.q.greet());

        assertThat(Files.size(q.file())).isGreaterThan(RemoteLog.CHUNK_BYTES);
        assertThat(chunks).isGreaterThan(1);
        rig.untilNumbersAre(Rig.range(0, 60_001));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void gapIsFilledWhateverTheChunks() throws Exception {
        q.append(1, 2, 3);
        FakeQ.Peer live = q.subscribedTo(config(), 2);
        answer(rig.q.greet(), 10);
        live.push(Rig.upd(3));
        rig.untilNumbersAre(1, 2, 3);
        live.close();
        q.append(4);
        q.subscribed(4);
        answer(rig.q.greet(), 7);

        rig.untilNumbersAre(1, 2, 3, 4);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void chunksAreNoLongerThanTheLongestMessage() throws Exception {
        q.append(Rig.range(0, 100));
        q.subscribedTo(rig.config("replay", "ipc", "messageBytesMax", 1024), 100);
        answerUntilTheClientIsGone(rig.q.greet());

        rig.untilNumbersAre(Rig.range(0, 100));
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void refusalIsSaidAndItIsLiveOnly() throws Exception {
        q.append(1);
        FakeQ.Peer live = q.subscribedTo(config(), 1);
        FakeQ.Peer second = rig.q.greet();
        second.read();
        second.reply(new ErrorValue("noaccess"));
        live.push(Rig.upd(2));

        rig.untilNumbersAre(2);
        rig.untilState("LIVE", "q refused read1 of " + q.file() + ": 'noaccess");
        rig.untilEvent("gap");
    }

    @Test
    void answerThatIsNoBytesIsSaid() throws Exception {
        q.subscribedTo(config(), 1);
        FakeQ.Peer second = rig.q.greet();
        second.read();
        second.reply(Atom.ofLong(7));
        rig.untilState("LIVE", "read1 of " + q.file() + " replied no bytes");
    }

    @Test
    void connectionThatIsCutWhileTheLogIsReadIsMadeAgainAndNothingIsTakenTwice() throws Exception {
        q.append(Rig.range(0, 100));
        q.subscribedTo(config(), 100);
        FakeQ.Peer second = rig.q.greet();
        second.reply(chunk((GeneralList) second.read().value(), 1500));
        second.read();
        second.close();
        rig.untilState("BACKING_OFF", "q closed the connection while " + q.file() + " was read");
        q.subscribed(100);
        answerUntilTheClientIsGone(rig.q.greet());

        rig.untilNumbersAre(Rig.range(0, 100));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void stopDoesNotWaitForAChunk() throws Exception {
        q.append(1);
        q.subscribedTo(config(), 1);
        rig.q.greet().read(); // and no answer
        rig.stopsSoon();
    }

    @Test
    void stopDoesNotWaitForTheHandshakeOfTheSecondConnection() throws Exception {
        q.append(1);
        q.subscribedTo(config(), 1);
        rig.q.accept().readHandshake(); // and no answer
        rig.stopsSoon();
    }

    private SubscriberConfig config() {
        return rig.config("replay", "ipc");
    }

    /** Answers with whole chunks until the client has read enough; gives how many. */
    private int answerUntilTheClientIsGone(FakeQ.Peer peer) throws IOException {
        return answer(peer, Integer.MAX_VALUE);
    }

    private int answer(FakeQ.Peer peer, int bytesMax) throws IOException {
        int chunks = 0;
        try {
            while (true) {
                GeneralList call = (GeneralList) peer.read().value();
                peer.reply(chunk(call, bytesMax));
                chunks++;
            }
        } catch (IOException gone) {
            return chunks;
        }
    }

    private Value chunk(GeneralList call, int bytesMax) throws IOException {
        assertThat(call.valueAt(0)).isEqualTo(ByteVector.chars("read1"));
        GeneralList where = (GeneralList) call.valueAt(1);
        assertThat(where.valueAt(0)).isEqualTo(Atom.symbol(":" + q.file()));
        long offset = ((Atom) where.valueAt(1)).item().longAt(0);
        long length = Math.min(((Atom) where.valueAt(2)).item().longAt(0), bytesMax);
        byte[] log = Files.readAllBytes(q.file());
        int from = (int) Math.min(offset, log.length);
        return new ByteVector(QType.BYTE, Arrays.copyOfRange(log, from, (int) Math.min(log.length, from + length)));
    }
}
