package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without a log that can be read it is live only, which is said, and so is what is missing. */
class NoLogTest extends LoggedTest {
    static Stream<Value> noCoordinates() {
        Value none = Atom.ofLong(Long.MIN_VALUE);
        return Stream.of(
                new GeneralList(QFunction.GENERIC_NULL, QFunction.GENERIC_NULL),
                new GeneralList(none, Atom.symbol("")),
                new GeneralList(Atom.ofLong(0), Atom.symbol("")),
                new GeneralList(Atom.ofLong(0), Atom.symbol(":")),
                new GeneralList(none, Atom.symbol(":/a/b")),
                new GeneralList(Atom.ofInt(QType.INT, Integer.MIN_VALUE), QFunction.GENERIC_NULL),
                new GeneralList());
    }

    @ParameterizedTest
    @MethodSource("noCoordinates")
    void tickerplantThatTellsOfNoLogIsFollowedLive(Value coordinates) throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        peer.reply(new GeneralList(prices(), coordinates));
        peer.push(Rig.upd(1));

        rig.untilNumbersAre(1);
        rig.untilState("LIVE", "live only: the tickerplant tells of no log");
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void whatWasMissedWithoutALogIsAGapAtEachReconnect() throws Exception {
        rig.deploy(rig.logged());
        for (long n = 1; n <= 3; n++) {
            FakeQ.Peer peer = q.asked();
            peer.reply(new GeneralList(prices(), new GeneralList(Atom.ofLong(0), Atom.symbol(""))));
            peer.push(Rig.upd(n));
            rig.untilNumbersAre(Rig.range(1, n + 1));
            peer.close();
        }
        Rig.until("said twice", () -> rig.events("gap").size() == 2);
        assertThat(rig.journal("prices")).containsSubsequence("1", "GAP", "2", "GAP", "3");
    }

    @Test
    void countOfTheLogMayBeAnInt() throws Exception {
        q.append(1);
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        Atom name = Atom.symbol(":" + q.file());
        peer.reply(new GeneralList(prices(), new GeneralList(Atom.ofInt(QType.INT, 1), name)));
        rig.untilNumbersAre(1);
    }

    @Test
    void logThatIsNotHereIsSaidAndWhatWasBeforeIsAGap() throws Exception {
        liveWithout(rig.logged(), 5, directory.resolve("nowhere").toString(), "is not here: give logPath");
        rig.untilEvent("gap");
        assertThat(rig.events("gap")).singleElement().asString().contains("the tickerplant's log cannot be read");
    }

    @Test
    void logThatIsNotHereAndHasNothingLeavesNoGap() throws Exception {
        liveWithout(rig.logged(), 0, directory.resolve("nowhere").toString(), "is not here: give logPath");
        assertThat(rig.journal("prices")).containsExactly("LOG_POSITION", "1");
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void logThatCanBeReadAgainHasTheTableMadeWhole() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        q.append(1);
        peer.reply(q.reply(1, directory.resolve("nowhere").toString()));
        q.publish(peer, 2);
        rig.untilNumbersAre(2);
        rig.untilEvent("gap");
        peer.close();
        q.append(3);
        q.live(3);

        rig.untilEvent("rebuilt");
        rig.untilNumbersAre(1, 2, 3);
    }

    @Test
    void directoryIsNoLog() throws Exception {
        liveWithout(rig.logged(), 1, directory.toString(), directory + ": it is a directory, not a file");
    }

    /** Opening one would wait for its other end, for ever. */
    @Test
    void fifoIsNoLog() throws Exception {
        Path fifo = directory.resolve("fifo");
        assumeThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        liveWithout(rig.logged(), 1, fifo.toString(), fifo + ": it is a fifo, not a file");
    }

    @Test
    void relativeNameNeedsALogPath() throws Exception {
        liveWithout(rig.logged(), 1, "./" + LOG, "relative to the tickerplant's own directory: give logPath");
    }

    @Test
    void logThatMayNotBeReadIsSaid() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "");
        assumeThat(secret.toFile().setReadable(false)).isTrue();
        assumeThat(Files.isReadable(secret))
                .as("whoever runs this reads everything")
                .isFalse();
        liveWithout(rig.logged(), 1, secret.toString(), secret + ": permission denied");
    }

    @Test
    void logPathFindsARelativeName() throws Exception {
        q.append(1, 2);
        rig.deploy(rig.logged("logPath", directory.toString()));
        FakeQ.Peer peer = q.asked();
        peer.reply(q.reply(2, "./" + LOG));
        rig.untilNumbersAre(1, 2);
        peer.close();
        q.append(3);
        q.asked().reply(q.reply(3, "./" + LOG));
        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void logPathFindsAnAbsoluteNameByItsLastPart() throws Exception {
        q.append(1, 2);
        rig.deploy(rig.logged("logPath", directory.toString()));
        q.asked().reply(q.reply(2, "/over/there/" + LOG));
        rig.untilNumbersAre(1, 2);
    }

    @Test
    void daysRollBehindALogPathToo() throws Exception {
        q.append(1);
        rig.deploy(rig.logged("logPath", directory.toString()));
        FakeQ.Peer peer = q.asked();
        peer.reply(q.reply(1, "/over/there/" + LOG));
        rig.untilNumbersAre(1);
        peer.close();
        q.append(2);
        q.roll("sym2026.08.22").append(3);
        q.asked().reply(q.reply(1, "/over/there/sym2026.08.22"));

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.journal("prices")).contains("END_OF_DAY 2026-08-21");
    }

    @Test
    void gatewayThatRefusesTextIsAskedByNameAndFollowedLive() throws Exception {
        rig.deploy(rig.logged("tables", java.util.List.of("prices")));
        FakeQ.Peer peer = q.asked();
        peer.reply(new ErrorValue("access"));
        assertThat(peer.read().value())
                .isEqualTo(new GeneralList(Atom.symbol(".u.sub"), Atom.symbol("prices"), Atom.symbol("")));
        peer.reply(prices());
        peer.push(Rig.upd(1));

        rig.untilNumbersAre(1);
        rig.untilState("LIVE", "live only: q does not tell its log: 'access");
    }

    @Test
    void unknownTableIsLeftOutOfTheNextRequestWithTheLog() throws Exception {
        rig.deploy(rig.logged("tables", List.of("prices", "typo")));
        FakeQ.Peer peer = rig.q.greet();
        assertThat(peer.read().value())
                .isEqualTo(SubscribeProtocol.requestWithLog(List.of("prices", "typo"), List.of()));
        peer.reply(new ErrorValue("typo"));
        assertThat(peer.read().value()).isEqualTo(SubscribeProtocol.requestWithLog(List.of("prices"), List.of()));
        peer.reply(new GeneralList(prices(), new GeneralList(Atom.ofLong(0), Atom.symbol(""))));
        peer.push(Rig.upd(1));

        rig.untilNumbersAre(1);
        rig.untilState(
                "LIVE",
                "live only: the tickerplant tells of no log; refused: q has no table typo: .u.sub fails with 'typo");
    }

    @Test
    void refusalOfBothIsTheReasonForBackingOff() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        peer.reply(new ErrorValue("access"));
        peer.read();
        peer.reply(new ErrorValue("also"));
        rig.untilState("BACKING_OFF", "q refused .u.sub of all tables: 'also");
    }

    @Test
    void replyOfAnotherShapeIsSaid() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        peer.reply(ByteVector.chars("hello"));
        assertThat(peer.endsNext()).isTrue();
        rig.untilState("BACKING_OFF", ".u.sub replied neither");
    }

    @Test
    void replayOfNoneAsksForNoLogAndSaysSo() throws Exception {
        rig.deploy(rig.config());
        FakeQ.Peer peer = q.asked();
        assertThat(q.requests)
                .containsExactly(new GeneralList(Atom.symbol(".u.sub"), Atom.symbol(""), Atom.symbol("")));
        peer.reply(prices());
        rig.untilState("LIVE", "live only: replay is none");
    }

    private void liveWithout(SubscriberConfig config, long messages, String log, String reason) throws Exception {
        rig.deploy(config);
        FakeQ.Peer peer = q.asked();
        peer.reply(q.reply(messages, log));
        peer.push(Rig.upd(1));
        rig.untilNumbersAre(1);
        rig.untilState("LIVE", "live only: the tickerplant's log cannot be read: ");
        rig.untilState("LIVE", reason);
    }

    private static Value prices() {
        return LoggingQ.table("prices", Rig.prices());
    }
}
