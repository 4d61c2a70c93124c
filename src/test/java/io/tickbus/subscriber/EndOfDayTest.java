package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionBatch;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The ends of days reach the owner between the rows, at their position. */
class EndOfDayTest extends LoggedTest {
    private static final LocalDate DAY = LocalDate.of(2026, 8, 21);
    private static final Value END = LoggingQ.end(DAY);

    @Test
    void endOfDayComesAfterTheRowsBeforeItAndBeforeThoseBehindIt() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        peer.push(Rig.upd(1), Rig.upd(2, 3), END, Rig.upd(4), Rig.upd(5));
        rig.untilNumbersAre(1, 2, 3, 4, 5);

        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "2", "3", "END_OF_DAY 2026-08-21", "4", "5");
        assertThat(mark(ControlRecord.Kind.END_OF_DAY).logPosition())
                .isEqualTo(LogPosition.startAfter(q.file().toString()));
        Rig.until("all applied", () -> rig.lastStatus().getLong("lagRows") == 0);
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void endOfDayReachesEveryTable() throws Exception {
        q.tables(LoggingQ.table("a", Rig.prices()), LoggingQ.table("b", Rig.prices()));
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        peer.push(LoggingQ.upd("a", Rig.prices(1)), END, LoggingQ.upd("a", Rig.prices(2)));
        Rig.until("rows", () -> rig.rows("a").size() == 2);
        assertThat(rig.journal("a")).containsExactly("LOG_POSITION", "1", "END_OF_DAY 2026-08-21", "2");
        Rig.until("b too", () -> rig.journal("b").equals(List.of("LOG_POSITION", "END_OF_DAY 2026-08-21")));
    }

    @Test
    void torqsEndOfDayAndEndOfPeriodAreUnderstood() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        QDictionary more = new QDictionary(SymbolVector.of("p"), SymbolVector.of("x"));
        Value date = ((GeneralList) END).valueAt(1);
        Atom time = Atom.ofLong(QType.TIMESTAMP, 0);
        peer.push(
                Rig.upd(1),
                new GeneralList(Atom.symbol("endofperiod"), time, time, more),
                Rig.upd(2),
                new GeneralList(Atom.symbol("endofday"), date, more),
                Rig.upd(3));
        rig.untilNumbersAre(1, 2, 3);

        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "END_OF_PERIOD", "2", "END_OF_DAY 2026-08-21", "3");
        rig.untilEvent("endOfPeriod");
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void endOfDayWithoutADateIsOneToo() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        peer.push(
                new GeneralList(Atom.symbol(".u.end"), Atom.ofInt(QType.DATE, Integer.MIN_VALUE)),
                Rig.upd(1),
                new GeneralList(Atom.symbol(".u.end"), Atom.symbol("x")),
                Rig.upd(2));
        rig.untilNumbersAre(1, 2);
        assertThat(rig.journal("prices")).containsExactly("LOG_POSITION", "END_OF_DAY", "1", "END_OF_DAY", "2");
    }

    @Test
    void endOfDayKeepsItsPlaceWhileTheWindowIsFull() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged("batchRowsMax", 2, "inFlightRowsMax", 3, "acknowledgeTimeoutMs", 100), 0);
        rig.lost = batch -> true;
        peer.push(Rig.upd(1), Rig.upd(2), Rig.upd(3), Rig.upd(4), Rig.upd(5), END, Rig.upd(6), END, Rig.upd(7));
        Rig.until("full", () -> !rig.sent.isEmpty() && rig.lastStatus().getLong("received") >= 4);
        rig.lost = batch -> false;

        rig.untilNumbersAre(Rig.range(1, 8));
        assertThat(rig.journal("prices").stream().distinct())
                .containsExactly("LOG_POSITION", "1", "2", "3", "4", "5", "END_OF_DAY 2026-08-21", "6", "7");
        List<PartitionBatch> marks = rig.sent.stream()
                .filter(batch ->
                        batch.controlRecord() != null && batch.controlRecord().kind() == ControlRecord.Kind.END_OF_DAY)
                .toList();
        assertThat(marks.stream().map(PartitionBatch::position).distinct()).containsExactly(6L, 8L);
    }

    @Test
    void endOfDayWithoutALogIsOneToo() throws Exception {
        rig.deploy(rig.config());
        FakeQ.Peer peer = rig.live();
        peer.push(Rig.upd(1), END, Rig.upd(2));
        rig.untilNumbersAre(1, 2);
        assertThat(rig.journal("prices")).containsExactly("1", "END_OF_DAY 2026-08-21", "2");
    }

    private ControlRecord mark(ControlRecord.Kind kind) {
        return rig.sent.stream()
                .map(PartitionBatch::controlRecord)
                .filter(Objects::nonNull)
                .filter(controlRecord -> controlRecord.kind() == kind)
                .findFirst()
                .orElseThrow();
    }
}
