package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import java.nio.file.Files;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Days that end while the subscriber is connected, and while it is not. */
class DayRollTest extends LoggedTest {
    private static final Value END = LoggingQ.end(LocalDate.of(2026, 8, 21));
    private static final String SECOND = "sym2026.08.22";
    private static final String THIRD = "sym2026.08.23";

    @Test
    void oldLogIsFinishedThenTheDayEndsThenTheNewLogFollows() throws Exception {
        q.append(1);
        live(1).close();
        q.append(2);
        q.roll(SECOND).append(3, 4);
        FakeQ.Peer peer = q.live(2);
        q.publish(peer, 5);

        rig.untilNumbersAre(1, 2, 3, 4, 5);
        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "2", "END_OF_DAY 2026-08-21", "3", "4", "5");
        assertThat(rig.events("gap")).isEmpty();
        assertThat(rig.events("rebuild")).isEmpty();
    }

    @Test
    void positionsAfterARollAreThoseOfTheNewLog() throws Exception {
        q.append(1);
        live(1).close();
        q.roll(SECOND).append(3);
        q.live(1).close();
        q.append(4);
        FakeQ.Peer peer = q.live(2);
        q.publish(peer, 5);

        rig.untilNumbersAre(1, 3, 4, 5);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    @Test
    void daysInBetweenAreReadWhole() throws Exception {
        q.append(1);
        live(1).close();
        q.append(2);
        q.roll(SECOND).append(3);
        q.roll(THIRD).append(4);
        q.live(1);

        rig.untilNumbersAre(1, 2, 3, 4);
        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "2", "END_OF_DAY 2026-08-21", "3", "END_OF_DAY 2026-08-22", "4");
    }

    @Test
    void dayWithoutALogInBetweenIsNone() throws Exception {
        q.append(1);
        live(1).close();
        q.roll(THIRD).append(4);
        q.live(1);

        rig.untilNumbersAre(1, 4);
        assertThat(rig.journal("prices")).containsExactly("LOG_POSITION", "1", "END_OF_DAY 2026-08-21", "4");
    }

    @Test
    void oldLogThatIsGoneIsAGapAndTodaysLogFollows() throws Exception {
        q.append(1);
        live(1).close();
        q.append(2);
        q.roll(SECOND).append(3);
        Files.delete(directory.resolve(LOG));
        FakeQ.Peer peer = q.live(1);
        q.publish(peer, 4);

        rig.untilNumbersAre(1, 3, 4);
        rig.untilEvent("gap");
        assertThat(rig.events("gap"))
                .singleElement()
                .asString()
                .contains("the log that ended cannot be read")
                .contains(LOG);
        assertThat(rig.journal("prices")).contains("END_OF_DAY 2026-08-21");
        peer.close();
        q.append(5);
        q.live(3);
        rig.untilNumbersAre(1, 3, 4, 5);
        assertThat(rig.events("gap")).hasSize(1);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    @Test
    void oldLogThatIsGoneIsAGapThoughNothingWasTakenOfIt() throws Exception {
        live(0).close();
        q.append(1);
        q.roll(SECOND).append(2);
        Files.delete(directory.resolve(LOG));
        q.live(1);

        rig.untilNumbersAre(2);
        rig.untilEvent("gap");
    }

    @Test
    void rowsOfADayWhoseLogWasNeverHereAreKept() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        peer.reply(q.reply(5, directory.resolve("sym2026.08.20").toString()));
        peer.push(Rig.upd(6), Rig.upd(7));
        rig.untilNumbersAre(6, 7);
        peer.close();
        q.append(8);
        q.live(1);

        Rig.until("today's", () -> rig.journal("prices").contains("8"));
        rig.untilNumbersAre(6, 7, 8);
        assertThat(rig.journal("prices")).containsSubsequence("7", "GAP", "END_OF_DAY 2026-08-20", "8");
    }

    @Test
    void oldLogWithAPartialTailIsReadToItsLastWholeMessage() throws Exception {
        q.append(1);
        live(1).close();
        q.append(2).appendBytes(new byte[] {0, 0, 3, 0});
        q.roll(SECOND).append(3);
        q.live(1);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events("gap")).isEmpty();
    }

    @Test
    void dayThatEndedBeforeTheCutIsNotEndedAgain() throws Exception {
        cutInTheNewDay(SECOND);
        q.append(3);
        q.live(2);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "END_OF_DAY 2026-08-21", "2", "LOG_POSITION", "3");
        assertThat(rig.events("rebuild")).isEmpty();
    }

    @Test
    void cutRightAfterTheEndOfADayIsFilledFromTheNewLog() throws Exception {
        cutAfterTheEnd();
        q.roll(SECOND).append(2, 3);
        q.live(2);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "END_OF_DAY 2026-08-21", "LOG_POSITION", "2", "3");
    }

    @Test
    void twoMoreDaysAfterAnEndThatWasSeenAreEachEndedOnce() throws Exception {
        cutInTheNewDay(SECOND);
        q.append(3);
        q.roll(THIRD).append(4);
        q.live(1);

        rig.untilNumbersAre(1, 2, 3, 4);
        assertThat(rig.journal("prices"))
                .containsExactly(
                        "LOG_POSITION",
                        "1",
                        "END_OF_DAY 2026-08-21",
                        "2",
                        "LOG_POSITION",
                        "3",
                        "END_OF_DAY 2026-08-22",
                        "4");
    }

    @Test
    void dayWhoseLogIsNotHereIsNotEndedAndIsSaidToBeMissing() throws Exception {
        cutAfterTheEnd();
        q.roll(THIRD).append(2); // kdb+tick begins the next day's log at once
        q.live(1);

        rig.untilNumbersAre(1, 2);
        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "END_OF_DAY 2026-08-21", "GAP", "LOG_POSITION", "2");
    }

    @Test
    void endThatIsHeldDuringAReplayComesAfterTheLogAndBeforeTheNewDay() throws Exception {
        q.append(1, 2);
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.subscribed(2);
        peer.push(END);
        q.roll(SECOND);
        q.publish(peer, 3);
        rig.untilNumbersAre(1, 2, 3);
        peer.close();
        q.append(4);
        q.live(2);

        rig.untilNumbersAre(1, 2, 3, 4);
        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "2", "END_OF_DAY 2026-08-21", "3", "LOG_POSITION", "4");
    }

    @Test
    void logsWithoutDatesAreFinishedAndFollowed() throws Exception {
        q.roll("tick-a").append(1);
        live(1).close();
        q.append(2);
        q.roll("tick-b").append(3);
        q.live(1);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.journal("prices")).containsExactly("LOG_POSITION", "1", "2", "END_OF_DAY", "3");
    }

    @Test
    void endThatWasSeenIsFollowedByTodaysLogWhateverItsName() throws Exception {
        q.roll("tick-a");
        cutInTheNewDay("tick-b");
        q.append(3);
        q.live(2);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    @Test
    void dayThatEndsForSeveralTablesEndsForEach() throws Exception {
        q.tables(LoggingQ.table("a", Rig.prices()), LoggingQ.table("prices", Rig.prices()));
        q.append(1);
        live(1).close();
        q.append(LoggingQ.upd("a", Rig.prices(9)));
        q.roll(SECOND).append(2);
        q.live(1);

        rig.untilNumbersAre(1, 2);
        Rig.until("a", () -> rig.rows("a").size() == 1);
        assertThat(rig.journal("a")).containsExactly("LOG_POSITION", "9", "END_OF_DAY 2026-08-21");
    }

    private FakeQ.Peer live(long messages) throws Exception {
        return q.live(rig.logged(), messages);
    }

    /** Row 1 and the end of its day have been pushed. */
    private FakeQ.Peer dayThatEnds() throws Exception {
        FakeQ.Peer peer = live(0);
        q.publish(peer, 1);
        peer.push(END);
        return peer;
    }

    /** Row 1 and the end of its day have come, and then the connection is cut. */
    private void cutAfterTheEnd() throws Exception {
        FakeQ.Peer peer = dayThatEnds();
        Rig.until("ended", () -> rig.journal("prices").contains("END_OF_DAY 2026-08-21"));
        peer.close();
    }

    /** Row 1, the end of its day, and row 2 of the next log have come, and then the connection is cut. */
    private void cutInTheNewDay(String log) throws Exception {
        FakeQ.Peer peer = dayThatEnds();
        q.roll(log);
        q.publish(peer, 2);
        rig.untilNumbersAre(1, 2);
        peer.close();
    }

    @Test
    void dayThatIsSaidToEndTwiceDoublesNothing() throws Exception {
        FakeQ.Peer peer = live(0);
        q.publish(peer, 1);
        peer.push(END);
        q.roll(SECOND);
        q.publish(peer, 2);
        peer.push(END);
        q.publish(peer, 3);
        rig.untilNumbersAre(1, 2, 3);
        peer.close();
        q.append(4);
        q.live(3);

        rig.untilNumbersAre(1, 2, 3, 4);
        assertThat(rig.events("rebuild")).isEmpty();
        assertThat(rig.events("gap")).isEmpty();
    }

    @Test
    void dayThatIsSaidToHaveEndedBeforeTheLogBeganDoublesNothing() throws Exception {
        FakeQ.Peer peer = live(0);
        q.publish(peer, 1);
        peer.push(LoggingQ.end(LocalDate.of(2026, 8, 20)));
        q.publish(peer, 2);
        rig.untilNumbersAre(1, 2);
        peer.close();
        q.append(3);
        q.live(3);

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events("rebuild")).isEmpty();
        assertThat(rig.events("gap")).isEmpty();
    }

    @Test
    void dayThatEndsInsideALogWithoutADateDoublesNothing() throws Exception {
        q.roll("tplog");
        FakeQ.Peer peer = live(0);
        q.publish(peer, 1);
        peer.push(END);
        q.publish(peer, 2);
        rig.untilNumbersAre(1, 2);
        peer.close();
        q.append(3);
        q.live(3);

        rig.untilEvent("rebuilt");
        rig.untilNumbersAre(1, 2, 3);
    }
}
