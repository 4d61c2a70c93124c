package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QVector;
import io.tickbus.q.SymFilter;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.wire.FakeQ;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tickerplant that publishes everything, whatever was asked. */
class UnrequestedRowsTest extends LoggedTest {
    @Test
    void rowsOfOtherSymsStayOutAndNothingIsMadeAnewAtAReconnect() throws Exception {
        q.tables(LoggingQ.table("prices", rows(new long[0])));
        FakeQ.Peer peer = q.live(rig.logged("syms", List.of("a", "c")), 0);
        publish(peer, rows(new long[] {1, 2, 3, 4}, "a", "b", "c", "b"), rows(new long[] {5}, "b"));
        publish(peer, rows(new long[] {6}, "a"));
        rig.untilNumbersAre(1, 3, 6);
        rig.untilState("LIVE", "3 rows of prices had other syms than were asked for");
        peer.close();
        q.append(LoggingQ.upd("prices", rows(new long[] {7, 8}, "b", "c")));
        peer = q.live(4);
        publish(peer, rows(new long[] {9, 10}, "x", "a"));

        rig.untilNumbersAre(1, 3, 6, 8, 10);
        rig.untilState("LIVE", "1 rows of prices had other syms than were asked for");
        Rig.until("applied", () -> rig.lastStatus().getLong("applied") == 5);
        assertThat(rig.lastStatus().getLong("received")).isEqualTo(5);
        assertThat(rig.events()).isEmpty();
        assertThat(rig.reasons()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void batchesOfAnySizeAreFiltered(int batchRowsMax) throws Exception {
        q.tables(LoggingQ.table("prices", rows(new long[0])));
        FakeQ.Peer peer = q.live(rig.logged("syms", List.of("a"), "batchRowsMax", batchRowsMax), 0);
        for (int i = 0; i < 20; i++) {
            publish(peer, rows(new long[] {2L * i, 2L * i + 1}, "a", "b"));
        }

        rig.untilNumbersAre(
                java.util.stream.LongStream.range(0, 20).map(i -> 2 * i).toArray());
    }

    @Test
    void listOfSymbolsIsFilteredToo() {
        QVector syms = new GeneralList(Atom.symbol("a"), Atom.symbol("b"), Atom.ofLong(1));
        Flip rows = new Flip(List.of("sym"), List.of(syms));
        SymFilter filter = SymFilter.of(List.of("a"));

        assertThat(filter.select(rows).column(0)).isEqualTo(new GeneralList(Atom.symbol("a"), Atom.ofLong(1)));
    }

    private void publish(FakeQ.Peer peer, Flip... messages) throws Exception {
        for (Flip rows : messages) {
            q.append(LoggingQ.upd("prices", rows));
            peer.push(LoggingQ.upd("prices", rows));
        }
    }

    private static Flip rows(long[] n, String... syms) {
        return new Flip(List.of("n", "sym"), List.of(Rig.longs(n), SymbolVector.of(syms)));
    }
}
