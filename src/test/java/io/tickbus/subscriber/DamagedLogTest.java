package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** Logs that are damaged, or shorter than their tickerplant says. */
class DamagedLogTest extends LoggedTest {
    private static final int HEAD_BYTES = 8;

    @Test
    void damageIsSaidAndTheStreamGoesOnAndTheTableIsWholeOnceTheLogIsMended() throws Exception {
        q.append(Rig.range(0, 10));
        byte[] good = damage(4);
        FakeQ.Peer peer = q.live(rig.logged(), 10);
        q.publish(peer, 10);
        rig.untilNumbersAre(0, 1, 2, 3, 10);
        assertThat(rig.events("gap"))
                .singleElement()
                .asString()
                .contains(q.file() + " is damaged: ")
                .contains("at byte " + messageAt(4))
                .contains("badTail: abort");
        peer.close();
        write(messageAt(4), good);
        q.live(11);

        rig.untilEvent("rebuilt");
        rig.untilNumbersAre(Rig.range(0, 11));
    }

    @Test
    void damageBehindTheMessagesThatWerePublishedIsNotMet() throws Exception {
        q.append(0, 1, 2);
        damage(2);
        q.live(rig.logged(), 2);
        rig.untilNumbersAre(0, 1);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void damageIsSkippedAndSaid() throws Exception {
        q.append(Rig.range(0, 10));
        damage(4);
        FakeQ.Peer peer = q.live(rig.logged("badTail", "skip"), 10);
        q.publish(peer, 10);

        rig.untilNumbersAre(0, 1, 2, 3, 5, 6, 7, 8, 9, 10);
        assertThat(rig.events("gap"))
                .singleElement()
                .asString()
                .contains("is damaged")
                .contains(messageBytes() + " bytes are bad");
        assertThat(rig.journal("prices")).containsSubsequence("3", "GAP", "5");
    }

    @Test
    void damageThatWasSkippedIsNotSaidAgainAfterAReconnect() throws Exception {
        q.append(Rig.range(0, 5));
        damage(2);
        FakeQ.Peer peer = q.live(rig.logged("badTail", "skip"), 5);
        rig.untilNumbersAre(0, 1, 3, 4);
        peer.close();
        q.append(5);
        q.live(6);

        rig.untilNumbersAre(0, 1, 3, 4, 5);
        assertThat(rig.events("gap")).hasSize(1);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    @Test
    void damageOfSeveralMessagesDoublesNothing() throws Exception {
        q.append(Rig.range(0, 10));
        damage(4);
        damage(5);
        rig.deploy(rig.logged("badTail", "skip"));
        FakeQ.Peer peer = q.asked();
        q.append(10, 11); // published behind the reply
        peer.reply(q.reply(10));
        peer.push(Rig.upd(10), Rig.upd(11));

        rig.untilEvent("gap");
        rig.untilNumbersAre(0, 1, 2, 3, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void damageToTheEndOfTheLogIsSaidAndWhatIsPushedFollows() throws Exception {
        q.append(0, 1, 2);
        damage(2);
        FakeQ.Peer peer = q.live(rig.logged("badTail", "skip"), 3);
        peer.push(Rig.upd(3));

        rig.untilNumbersAre(0, 1, 3);
        assertThat(rig.events("gap")).singleElement().asString().contains("nothing good follows");
    }

    @Test
    void fileThatIsNoLogIsDamage() throws Exception {
        Files.writeString(directory.resolve("text"), "this is no log of a tickerplant");
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        peer.reply(q.reply(1, directory.resolve("text").toString()));
        peer.push(Rig.upd(7));
        rig.untilNumbersAre(7);
        rig.untilEvent("gap");
        assertThat(rig.events("gap")).singleElement().asString().contains("not the head of a tickerplant's log");
    }

    @Test
    void logThatIsBehindItsTickerplantIsWaitedFor() throws Exception {
        q.append(1);
        byte[] second = Encoder.body(Rig.upd(2));
        q.appendBytes(java.util.Arrays.copyOf(second, 10));
        rig.deploy(rig.logged());
        q.subscribed(3);
        rig.untilState("REPLAYING", "");
        q.appendBytes(java.util.Arrays.copyOfRange(second, 10, second.length)).append(3);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void logThatStaysShortIsAGapAndWhatIsPushedFollows() throws Exception {
        q.append(1, 2);
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.subscribed(4);
        peer.push(Rig.upd(5));

        rig.untilNumbersAre(1, 2, 5);
        assertThat(rig.events("gap")).singleElement().asString().contains("has only 2 of 4 messages");
        assertThat(rig.journal("prices")).containsSubsequence("2", "GAP", "5");
    }

    /** The bytes of each message of one row. */
    private static int messageBytes() {
        return Encoder.body(Rig.upd(0)).length;
    }

    private static long messageAt(int index) {
        return HEAD_BYTES + (long) index * messageBytes();
    }

    /** Makes a message of one row unreadable; gives the bytes that it had. */
    private byte[] damage(int index) throws Exception {
        byte[] good = new byte[messageBytes()];
        try (RandomAccessFile file = new RandomAccessFile(q.file().toFile(), "r")) {
            file.seek(messageAt(index));
            file.readFully(good);
        }
        byte[] bad = new byte[good.length];
        java.util.Arrays.fill(bad, (byte) 0x55);
        write(messageAt(index), bad);
        return good;
    }

    private void write(long at, byte[] bytes) throws Exception {
        try (FileChannel file = FileChannel.open(q.file(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), at);
        }
    }
}
