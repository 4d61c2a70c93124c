package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.PartitionBatch;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A log that is not the log of the table's rows. The table is rebuilt from it, and the new generation then replaces
 * the old one.
 */
class RestartedLogTest extends LoggedTest {
    @Test
    void otherRowAtOurPositionHasTheTableMadeAnew() throws Exception {
        beginWith(1, 2, 3).close();
        restart().append(11, 12, 13, 14);
        FakeQ.Peer peer = q.live(4);
        q.publish(peer, 15);

        untilSwapped();
        rig.untilNumbersAre(11, 12, 13, 14, 15);
        assertThat(rig.events("rebuild"))
                .containsExactly("within its first 1 rows the log has something else than the table");
        assertThat(rig.events("gap")).isEmpty();
    }

    @Test
    void nothingBehindTheOtherRowGetsIntoTheOldTable() throws Exception {
        beginWith(1, 2, 3).close();
        Value unusual = new GeneralList(ByteVector.chars("upd"), Atom.symbol("prices"), Rig.prices(13));
        restart().append(11, 12).append(unusual).append(14, 15);
        q.live(5);

        untilSwapped();
        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "2", "3", "REBUILD", "11", "12", "13", "14", "15", "REBUILT");
    }

    @Test
    void logThatHasLostItsLastRowsKeepsTheTablesAndIsFollowed() throws Exception {
        beginWith(1, 2, 3).close();
        restart().append(1, 2);
        FakeQ.Peer peer = q.live(2);
        q.publish(peer, 4);
        rig.untilNumbersAre(1, 2, 3, 4);
        peer.close();
        q.append(5);
        q.live(4);

        rig.untilNumbersAre(1, 2, 3, 4, 5);
        assertThat(rig.events("rebuild")).isEmpty();
        assertThat(rig.events("gap")).singleElement().asString().contains("has 2 published rows", "holds 3", "stay");
    }

    @Test
    void shorterLogOfTheSameNameWithOtherRowsHasTheTableMadeAnew() throws Exception {
        beginWith(1, 2, 3).close();
        restart().append(11, 12);
        q.live(2);

        untilSwapped();
        rig.untilNumbersAre(11, 12);
    }

    @Test
    void emptyLogOfTheSameNameKeepsTheTable() throws Exception {
        beginWith(1, 2, 3).close();
        restart();
        FakeQ.Peer peer = q.live(0);
        q.publish(peer, 4);
        rig.untilNumbersAre(1, 2, 3, 4);
        peer.close();
        q.append(5);
        q.live(2);

        rig.untilNumbersAre(1, 2, 3, 4, 5);
        assertThat(rig.events("gap")).hasSize(1);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    @Test
    void logWhoseRowsCoincideWhereTheTableEndsIsFoundOut() throws Exception {
        beginWith(1, 2, 3).close();
        restart().append(11, 12, 3, 14);
        q.live(4);

        untilSwapped();
        rig.untilNumbersAre(11, 12, 3, 14);
    }

    @Test
    void longerLogThatBeginsAsTheTableDoesIsTheSame() throws Exception {
        beginWith(1, 2, 3).close();
        restart().append(1, 2, 3, 4);
        q.live(4);
        rig.untilNumbersAre(1, 2, 3, 4);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void nullsAndNotANumberAreThemselves() throws Exception {
        Value row = LoggingQ.upd("prices", floats(Double.NaN, -0.0));
        q.tables(LoggingQ.table("prices", floats()));
        q.append(row);
        FakeQ.Peer peer = q.live(rig.logged(), 1);
        Rig.until("rows", () -> rig.rows("prices").size() == 2);
        peer.close();
        q.append(LoggingQ.upd("prices", floats(1)));
        q.live(2);
        Rig.until("rows", () -> rig.rows("prices").size() == 3);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void positionsGoOnInTheNewTable() throws Exception {
        beginWith(1, 2, 3).close();
        restart().append(11, 12);
        FakeQ.Peer peer = q.live(2);
        untilSwapped();
        q.publish(peer, 13);
        rig.untilNumbersAre(11, 12, 13);
        peer.close();
        q.append(14);
        q.live(4);

        rig.untilNumbersAre(11, 12, 13, 14);
        assertThat(rig.events("rebuild")).hasSize(1);
    }

    @Test
    void readersSeeTheOldTableUntilTheNewOneIsWhole() throws Exception {
        FakeQ.Peer peer = beginWith(1, 2, 3);
        peer.close();
        restart().append(11, 12, 13, 14);
        rig.lost = batch -> is(batch, ControlRecord.Kind.REBUILT);
        q.live(4);
        Rig.until("all but the last word", () -> rig.journal("prices").contains("REBUILT"));
        assertThat(rig.numbers()).containsExactly(1, 2, 3);

        rig.lost = batch -> false;
        untilSwapped();
        rig.untilNumbersAre(11, 12, 13, 14);
    }

    @Test
    void onlyTheTableThatDiffersIsMadeAnew() throws Exception {
        q.tables(LoggingQ.table("other", Rig.prices()), LoggingQ.table("prices", Rig.prices()));
        q.append(LoggingQ.upd("other", Rig.prices(7)), Rig.upd(1));
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        rig.untilNumbersAre(1);
        peer.close();
        restart().append(LoggingQ.upd("other", Rig.prices(7)), Rig.upd(2), LoggingQ.upd("other", Rig.prices(8)));
        q.live(3);

        untilSwapped();
        rig.untilNumbersAre(2);
        Rig.until("other", () -> rig.rows("other").size() == 2);
        assertThat(rig.journal("other")).containsExactly("LOG_POSITION", "7", "8");
    }

    @Test
    void logOfAnEarlierDayThanOursHasTheTableMadeAnew() throws Exception {
        q.roll("sym2026.08.22");
        beginWith(1, 2).close();
        q.roll(LOG).append(5);
        q.live(1);

        untilSwapped();
        rig.untilNumbersAre(5);
        assertThat(rig.events("rebuild")).singleElement().asString().contains("the tickerplant has");
    }

    @Test
    void rebuildThatWasInterruptedIsFinishedByTheNextSession() throws Exception {
        beginWith(1, 2, 3).close();
        restart().append(Rig.range(100, 200));
        rig.lost = batch -> batch.rows().size() > 0 && batch.rows().column(0).longAt(0) > 150;
        q.subscribed(100);
        Rig.until("half of it", () -> rig.journal("prices").contains("151"));
        Rig.await(rig.vertx.undeploy(rig.deployment()));
        rig.lost = batch -> false;
        q.live(config(), 100);

        untilSwapped();
        rig.untilNumbersAre(Rig.range(100, 200));
    }

    /** A subscriber whose window is small and that does not wait long when it is stopped. */
    private io.tickbus.config.SubscriberConfig config() {
        return rig.logged("batchRowsMax", 10, "inFlightRowsMax", 20, "stopTimeoutMs", 50, "acknowledgeTimeoutMs", 100);
    }

    private FakeQ.Peer beginWith(long... numbers) throws Exception {
        q.append(numbers);
        FakeQ.Peer peer = q.live(config(), numbers.length);
        rig.untilNumbersAre(numbers);
        return peer;
    }

    /** The tickerplant begins a new log of the same name. */
    private LoggingQ restart() throws Exception {
        q.roll("aside");
        Files.delete(directory.resolve(LOG));
        return q.roll(LOG);
    }

    private void untilSwapped() {
        rig.untilEvent("rebuilt");
    }

    private static boolean is(PartitionBatch batch, ControlRecord.Kind kind) {
        ControlRecord controlRecord = batch.controlRecord();
        return controlRecord != null && controlRecord.kind() == kind;
    }

    private static Flip floats(double... items) {
        return new Flip(List.of("x"), List.of(new FloatVector(QType.FLOAT, items)));
    }

    @Test
    void rowsBehindThePublishedPartAreExpectedOnceThoughTheLogIsReadTwice() throws Exception {
        q.append(1, 2, 3);
        q.live(rig.logged(), 3).close();
        Rig.until("all rows", () -> rig.numbers().length == 3);
        beginAnew();
        q.append(11, 12, 13, 14, 15);
        FakeQ.Peer peer = q.live(3);
        peer.push(Rig.upd(14), Rig.upd(15));
        q.publish(peer, 16, 17, 18);
        rig.untilNumbersAre(11, 12, 13, 14, 15, 16, 17, 18);
        peer.close();
        q.publish(q.live(8), 19);
        rig.untilNumbersAre(11, 12, 13, 14, 15, 16, 17, 18, 19);
        assertThat(rig.events("gap")).isEmpty();
        assertThat(rig.events("rebuild")).hasSize(1);
    }

    @Test
    void rowsThatArePublishedAgainEndOneSession() throws Exception {
        q.append(Rig.range(0, 100));
        FakeQ.Peer peer = q.live(rig.logged(), 100);
        Rig.until("all rows", () -> rig.numbers().length == 100);
        beginAnew();
        peer.close();
        FakeQ.Peer next = q.live(0);
        q.publish(next, Rig.range(0, 20));
        assertThat(next.endsNext()).isTrue();
        next = q.live(25); // the count is larger than the log, so the log is not whole and nothing is rebuilt
        next.push(new GeneralList(
                Atom.symbol("upd"), Atom.symbol("prices"), new QDictionary(SymbolVector.of("n"), Rig.longs(1000))));
        next.push(Rig.upd(1001));
        Rig.until("the last row", () -> rig.numbers().length == 122);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    /** Has the tickerplant begin its log again. */
    private void beginAnew() throws Exception {
        q.roll("aside");
        Files.delete(directory.resolve(LOG));
        q.roll(LOG);
    }
}
