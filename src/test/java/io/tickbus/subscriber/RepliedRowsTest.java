package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import org.junit.jupiter.api.Test;

/** Many tickerplants reply to a subscription with the rows that they have at hand, though the table has no key. */
class RepliedRowsTest extends LoggedTest {
    @Test
    void logDecidesWhereThereIsOne() throws Exception {
        q.append(Rig.range(0, 100));
        replies(97, 98, 99);
        FakeQ.Peer peer = q.live(rig.logged(), 100);
        q.publish(peer, 100);
        rig.untilNumbersAre(Rig.range(0, 101));
        peer.close();
        q.append(101);
        replies(100, 101);
        q.live(102);

        rig.untilNumbersAre(Rig.range(0, 102));
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void pendingRowsOfABatchComeOnce() throws Exception {
        q.append(0, 1, 2, 3); // the last two are logged, and will be published at the next tick
        replies(2, 3);
        FakeQ.Peer peer = q.live(rig.logged(), 2);
        peer.push(Rig.upd(2, 3));

        rig.untilNumbersAre(0, 1, 2, 3);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void rowsAreNotTakenWhereTheLogCannotBeReadAndAGapIsSaid() throws Exception {
        replies(1, 2);
        rig.deploy(rig.logged());
        FakeQ.Peer peer = q.asked();
        peer.reply(q.reply(0, directory.resolve("nowhere").toString()));
        peer.push(Rig.upd(1, 2, 3));

        rig.untilNumbersAre(1, 2, 3);
        assertThat(rig.events("gap")).singleElement().asString().contains("is not here");
    }

    @Test
    void rowsAreTakenWhereThereIsNoLogAndOnceThoughTheyArePushedAgain() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = withoutLog(1, 2);
        rig.untilNumbersAre(1, 2);
        peer.push(Rig.upd(1, 2, 3), Rig.upd(1, 2));

        rig.untilNumbersAre(1, 2, 3, 1, 2);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void rowsThatAreNotPushedAgainStay() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = withoutLog(1, 2);
        peer.push(Rig.upd(1, 3), Rig.upd(1));
        rig.untilNumbersAre(1, 2, 1, 3, 1);
    }

    @Test
    void replyThatBeginsWithTheTablesRowsBringsTheRest() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = withoutLog(1, 2);
        peer.push(Rig.upd(3));
        rig.untilNumbersAre(1, 2, 3);
        peer.close();
        peer = withoutLog(1, 2, 3, 4);
        peer.push(Rig.upd(5));

        rig.untilNumbersAre(1, 2, 3, 4, 5);
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void fewRowsAfterAReconnectDoNotReplaceManyAndAGapIsSaid() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = withoutLog();
        peer.push(Rig.upd(Rig.range(0, 1000)));
        rig.untilNumbersAre(Rig.range(0, 1000));
        peer.close();
        withoutLog(2000, 2001);

        Rig.until("taken", () -> rig.numbers().length == 1002);
        assertThat(rig.events("gap")).hasSize(1);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    @Test
    void replyWithMoreRowsThanATableThatMissesSomeReplacesIt() throws Exception {
        rig.deploy(rig.logged());
        FakeQ.Peer peer = withoutLog();
        peer.push(Rig.upd(1, 2));
        rig.untilNumbersAre(1, 2);
        peer.close();
        peer = withoutLog(); // a gap
        peer.push(Rig.upd(4));
        rig.untilNumbersAre(1, 2, 4);
        peer.close();
        withoutLog(1, 2, 3, 4);

        rig.untilEvent("rebuilt");
        rig.untilNumbersAre(1, 2, 3, 4);
    }

    private void replies(long... numbers) {
        q.tables(LoggingQ.table("prices", Rig.prices(numbers)));
    }

    private FakeQ.Peer withoutLog(long... numbers) throws Exception {
        FakeQ.Peer peer = q.asked();
        Value pair = LoggingQ.table("prices", Rig.prices(numbers));
        peer.reply(new GeneralList(pair, new GeneralList(Atom.ofLong(0), Atom.symbol(""))));
        return peer;
    }
}
