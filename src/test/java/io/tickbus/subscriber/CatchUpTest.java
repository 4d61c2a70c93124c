package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A start in the middle of a day: what the log has, then what was pushed meanwhile, then what comes. */
class CatchUpTest extends LoggedTest {
    @Test
    void asksForTheTablesAndTheLogInOneText() throws Exception {
        rig.deploy(rig.logged("tables", List.of("prices")));
        q.live(0);
        assertThat(q.requests).containsExactly(ByteVector.chars("(.u.sub[`prices;`];.u `i`L)"));
    }

    @Test
    void exactlyTheMessagesThatWerePublishedAreReplayedThenWhatWasPushedMeanwhileThenWhatComes() throws Exception {
        q.append(1, 2, 3, 4, 5);
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        peer.reply(q.reply(3)); // 4 and 5 are logged, and not yet published, as in batch mode
        peer.push(Rig.upd(4, 5));
        q.append(6);
        peer.push(Rig.upd(6));
        rig.untilNumbersAre(1, 2, 3, 4, 5, 6);
        q.publish(peer, 7);

        rig.untilNumbersAre(1, 2, 3, 4, 5, 6, 7);
        assertThat(rig.states()).endsWith("LIVE");
        assertThat(rig.events()).isEmpty();
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void whatIsPushedRightBehindTheReplyIsTakenAfterTheLog() throws Exception {
        q.append(Rig.range(0, 1000));
        rig.deploy(rig.logged("batchRowsMax", 7, "inFlightRowsMax", 20));
        FakeQ.Peer peer = q.asked();
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        all.write(io.tickbus.q.wire.Encoder.message(io.tickbus.q.wire.MessageKind.RESPONSE, q.reply(1000)));
        for (long n = 1000; n < 2000; n++) {
            all.write(io.tickbus.q.wire.Encoder.message(io.tickbus.q.wire.MessageKind.ASYNC, Rig.upd(n)));
        }
        peer.write(all.toByteArray());

        rig.untilNumbersAre(Rig.range(0, 2000));
    }

    @Test
    void stateSaysThatItIsReplayingAndThenThatItIsLive() throws Exception {
        q.append(1);
        q.live(rig.logged(), 1);
        assertThat(rig.states())
                .anySatisfy(state -> assertThat(state).startsWith("REPLAYING ").contains(LOG));
        assertThat(rig.states()).endsWith("LIVE");
    }

    @Test
    void logOfNothingIsReadInNoTime() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        q.publish(peer, 1);
        rig.untilNumbersAre(1);
        assertThat(rig.journal("prices")).containsExactly("LOG_POSITION", "1");
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void logOfAnotherTableAloneBringsNothing() throws Exception {
        q.append(LoggingQ.upd("other", Rig.prices(8)), LoggingQ.upd("other", Rig.longs(9)));
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        q.publish(peer, 1);
        rig.untilNumbersAre(1);
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void rowsInEveryShapeAreTakenInTheirOrderAndOtherCallsAreSkipped() throws Exception {
        Value columns = new GeneralList(Rig.longs(4, 5), SymbolVector.of("a", "b"));
        q.tables(LoggingQ.table("prices", priced(new long[0])));
        q.append(
                LoggingQ.upd("prices", priced(new long[] {1}, "a")),
                LoggingQ.upd("prices", new GeneralList(Atom.ofLong(2), Atom.symbol("b"))),
                new GeneralList(Atom.symbol(".u.end"), Atom.ofInt(QType.DATE, 9728)),
                new GeneralList(Atom.symbol(".u.upd"), Atom.symbol("prices"), priced(new long[] {3}, "c")),
                LoggingQ.upd("heartbeat", Rig.prices(1)),
                LoggingQ.upd("prices", columns),
                new GeneralList(Atom.symbol("foo"), QFunction.GENERIC_NULL, Atom.ofLong(1)),
                new GeneralList(ByteVector.chars("upd"), Atom.symbol("prices"), priced(new long[] {6}, "d")),
                LoggingQ.upd("prices", priced(new long[0])),
                LoggingQ.upd("prices", priced(new long[] {7}, "e")));
        q.live(rig.logged(), 10);

        rig.untilNumbersAre(1, 2, 3, 4, 5, 6, 7);
        assertThat(rig.rows("prices").column(1)).isEqualTo(SymbolVector.of("a", "b", "c", "a", "b", "d", "e"));
        assertThat(rig.reasons()).isEmpty();
        assertThat(rig.journal("prices")).containsExactly("LOG_POSITION", "1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void rowThatCollapsedIntoAVectorIsARow() throws Exception {
        q.append(LoggingQ.upd("prices", Rig.longs(1)), LoggingQ.upd("prices", new GeneralList(Rig.longs(2, 3))));
        q.live(rig.logged(), 2);
        rig.untilNumbersAre(1, 2, 3);
    }

    @Test
    void columnOfTextIsReplayedAndItsLastRowComparedAtTheReconnect() throws Exception {
        Flip none = new Flip(List.of("n", "text"), List.of(Rig.longs(), new GeneralList()));
        q.tables(LoggingQ.table("prices", none));
        q.append(
                LoggingQ.upd("prices", new GeneralList(Atom.ofLong(1), ByteVector.chars("one"))),
                LoggingQ.upd(
                        "prices",
                        new GeneralList(
                                Rig.longs(2, 3), new GeneralList(ByteVector.chars("two"), ByteVector.chars("")))));
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.rows("prices").column(1))
                .isEqualTo(new GeneralList(ByteVector.chars("one"), ByteVector.chars("two"), ByteVector.chars("")));

        peer.close();
        q.append(LoggingQ.upd("prices", new GeneralList(Atom.ofLong(4), ByteVector.chars("four"))));
        q.live(3);
        rig.untilNumbersAre(1, 2, 3, 4);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void rowThatDoesNotFitIsRejectedOnceAndTheOthersAreTaken() throws Exception {
        q.append(1);
        q.append(LoggingQ.upd("prices", new GeneralList(Atom.symbol("x"), Atom.symbol("y"))));
        q.append(2);
        FakeQ.Peer peer = q.live(rig.logged(), 3);
        rig.untilNumbersAre(1, 2);
        peer.close();
        q.append(3);
        q.live(4);
        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.reasons()).singleElement().asString().contains("2 items, 1 expected");
    }

    @Test
    void severalTablesOfOneLogGetTheirOwnRows() throws Exception {
        q.tables(
                LoggingQ.table("a", Rig.prices()),
                LoggingQ.table("b", Rig.prices()),
                LoggingQ.table("empty", Rig.prices()));
        for (long n = 0; n < 300; n++) {
            q.append(LoggingQ.upd(n % 3 == 0 ? "b" : "a", n % 2 == 0 ? Rig.prices(n) : Rig.longs(n)));
        }
        rig.deploy(rig.logged("batchRowsMax", 5, "inFlightRowsMax", 20));
        q.live(300);

        Rig.until("all", () -> rig.rows("a").size() + rig.rows("b").size() >= 300);
        assertThat(rig.rows("a"))
                .isEqualTo(Rig.prices(
                        LongStream.range(0, 300).filter(n -> n % 3 != 0).toArray()));
        assertThat(rig.rows("b"))
                .isEqualTo(Rig.prices(
                        LongStream.range(0, 300).filter(n -> n % 3 == 0).toArray()));
        assertThat(rig.rows("empty").size()).isZero();
        assertThat(q.requests).containsExactly(ByteVector.chars("(.u.sub[`;`];.u `i`L)"));
    }

    @Test
    void namedTablesAreAskedForInTheSameText() throws Exception {
        q.tables(LoggingQ.table("a", Rig.prices()), LoggingQ.table("b", Rig.prices()));
        q.append(LoggingQ.upd("a", Rig.prices(1)), LoggingQ.upd("b", Rig.prices(2)));
        q.live(rig.logged("tables", List.of("a", "b"), "syms", List.of("X")), 2);

        Rig.until("both", () -> rig.rows("a").size() == 1 && rig.rows("b").size() == 1);
        assertThat(q.requests).containsExactly(ByteVector.chars("((.u.sub[`a;`X];.u.sub[`b;`X]);.u `i`L)"));
    }

    @Test
    void logIsFilteredAsTheSubscriptionIs() throws Exception {
        q.tables(LoggingQ.table("prices", priced(new long[0])));
        q.append(
                LoggingQ.upd("prices", new GeneralList(Atom.ofLong(1), Atom.symbol("a"))),
                LoggingQ.upd("prices", new GeneralList(Atom.ofLong(2), Atom.symbol("b"))),
                LoggingQ.upd("prices", priced(new long[] {3, 4, 5, 6}, "a", "c", "a", "b")));
        FakeQ.Peer peer = q.live(rig.logged("syms", List.of("a", "c")), 3);
        peer.push(LoggingQ.upd("prices", priced(new long[] {7}, "c")));

        rig.untilNumbersAre(1, 3, 4, 5, 7);
        assertThat(q.requests).containsExactly(ByteVector.chars("(.u.sub[`;`a`c];.u `i`L)"));
    }

    @Test
    void symbolsThatNoTextCanHoldAreSentBesideALambda() throws Exception {
        q.tables(LoggingQ.table("prices", priced(new long[0])));
        q.append(LoggingQ.upd("prices", priced(new long[] {1, 2, 3}, "a b", "x", "c;d")));
        q.live(rig.logged("tables", List.of("prices"), "syms", List.of("a b", "c;d")), 1);

        rig.untilNumbersAre(1, 3);
        assertThat(q.requests)
                .containsExactly(new GeneralList(
                        ByteVector.chars("{[t;s](.u.sub[;s]each t;.u `i`L)}"),
                        SymbolVector.of("prices"),
                        SymbolVector.of("a b", "c;d")));
    }

    @Test
    void rowsOfManyMessagesTravelInFewBatches() throws Exception {
        q.append(Rig.range(0, 5000));
        q.live(rig.logged(), 5000);
        rig.untilNumbersAre(Rig.range(0, 5000));
        assertThat(rig.sent).hasSizeLessThan(50);
    }

    private static Flip priced(long[] n, String... syms) {
        QVector symbols = SymbolVector.of(syms);
        return new Flip(List.of("n", "sym"), List.of(Rig.longs(n), symbols));
    }
}
