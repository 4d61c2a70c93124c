package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that is worse than the table: the table's rows stay, and the doubt is said. */
class DoubtTest extends LoggedTest {
    private static final int ROWS = 1000;
    private static final int HEAD_BYTES = 8;

    private FakeQ.Peer peer;

    @BeforeEach
    void fill() throws Exception {
        q.append(Rig.range(0, ROWS));
        peer = q.live(rig.logged(), ROWS);
        Rig.until("all rows", () -> rig.numbers().length == ROWS);
    }

    @Test
    void logThatWasCutShort() throws Exception {
        cutTo(946);
        keepsAllAndGoesOn(ROWS, "has only 946 of 1000 messages");
    }

    @Test
    void logThatWasCutShortAndIsAllThatTheTickerplantCounts() throws Exception {
        cutTo(998);
        keepsAllAndGoesOn(998, "has 998 published rows of the table, which holds 1000");
    }

    @Test
    void logThatWasEmptied() throws Exception {
        cutTo(0);
        keepsAllAndGoesOn(0, "has 0 published rows of the table, which holds 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abort", "skip"})
    void logThatIsDamagedInTheMiddle(String badTail) throws Exception {
        damage(HEAD_BYTES + 500L * messageBytes());
        Rig.await(rig.vertx.undeploy(rig.deployment()));
        rig.deploy(rig.logged("badTail", badTail));
        keepsAllAndGoesOn(ROWS, "is damaged");
    }

    @Test
    void logWhoseHeadIsBad() throws Exception {
        damage(0);
        keepsAllAndGoesOn(ROWS, "not the head of a tickerplant's log");
    }

    @Test
    void logWhoseLastMessageIsBad() throws Exception {
        damage(HEAD_BYTES + 999L * messageBytes());
        keepsAllAndGoesOn(ROWS, "is damaged");
    }

    @Test
    void countThatWasResetWhileTheLogGoesOnAndHasMore() throws Exception {
        q.append(7);
        keepsAllAndGoesOn(0, "has 0 published rows of the table, which holds 1000");
    }

    @Test
    void countThatWasResetWhileTheLogEndsWhereTheTableDoesLeavesNoDoubt() throws Exception {
        peer.close();
        FakeQ.Peer next = q.live(0);
        q.publish(next, 5000);
        Rig.until("the next row", () -> rig.numbers().length == ROWS + 1);
        next.close();
        q.append(5001);
        q.live(ROWS + 2);

        Rig.until("the row after", () -> rig.numbers().length == ROWS + 2);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void countThatWasResetIsFoundOutByATableThatHasNothing() throws Exception {
        rig.loseOwner();
        rig.ownTables();
        peer.close();
        FakeQ.Peer next = q.live(10);
        next.push(Rig.upd(5000));
        rig.untilEvent("gap");
        Rig.until("rows", () -> rig.numbers().length == 11);
        assertThat(rig.events("gap")).containsExactly(ExpectedRows.OTHERS_CAME_REASON);
    }

    @Test
    void tickerplantThatPublishesAgainWhatTheTableHasDoublesNothing() throws Exception {
        q.roll("aside");
        Files.delete(directory.resolve(LOG));
        q.roll(LOG);
        peer.close();
        FakeQ.Peer next = q.live(0);
        q.publish(next, Rig.range(0, 20));
        assertThat(next.endsNext()).isTrue();
        q.append(Rig.range(20, 30));
        q.live(30);

        rig.untilEvent("rebuilt");
        Rig.until("the log's rows", () -> rig.numbers().length == 30);
        assertThat(rig.numbers()).containsExactly(Rig.range(0, 30));
        assertThat(rig.events("rebuild")).containsExactly(PushChecks.REPEATED_REASON);
    }

    @Test
    void logThatGrowsBeyondTheCountIsReadNoFurther() throws Exception {
        q.append(1000, 1001);
        peer.close();
        FakeQ.Peer next = q.live(ROWS + 1);
        next.push(Rig.upd(1001));
        Rig.until("rows", () -> rig.numbers().length >= ROWS + 2);
        assertThat(rig.numbers()).containsExactly(Rig.range(0, ROWS + 2));
        assertThat(rig.events()).isEmpty();
    }

    /** The next session keeps all rows, says the doubt once, and takes what is pushed; so does the one after. */
    private void keepsAllAndGoesOn(long messages, String reason) throws Exception {
        peer.close();
        FakeQ.Peer next = q.live(messages);
        next.push(Rig.upd(5000));
        Rig.until("the next row", () -> rig.numbers().length >= ROWS + 1);
        assertThat(rig.numbers()).startsWith(Rig.range(0, ROWS)).endsWith(5000).hasSize(ROWS + 1);
        assertThat(rig.events("gap")).singleElement().asString().contains(reason);
        assertThat(rig.events("rebuild")).isEmpty();
        next.close();
        next = q.live(messages);
        next.push(Rig.upd(6000));
        Rig.until("the row after", () -> rig.numbers().length >= ROWS + 2);
        assertThat(rig.numbers())
                .startsWith(Rig.range(0, ROWS))
                .endsWith(5000, 6000)
                .hasSize(ROWS + 2);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    private static int messageBytes() {
        return Encoder.body(Rig.upd(0)).length;
    }

    private void cutTo(int messages) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(q.file().toFile(), "rw")) {
            file.setLength(HEAD_BYTES + (long) messages * messageBytes());
        }
    }

    private void damage(long at) throws Exception {
        byte[] bytes = Files.readAllBytes(q.file());
        java.util.Arrays.fill(bytes, (int) at, (int) at + 5, (byte) 0x55);
        Files.write(q.file(), bytes);
    }
}
