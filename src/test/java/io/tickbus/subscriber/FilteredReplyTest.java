package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tickerplant without a log that replies with rows of all syms, though some were asked for. */
class FilteredReplyTest extends LoggedTest {
    private static final Value NO_LOG = new GeneralList(Atom.ofLong(0), Atom.symbol(""));

    @BeforeEach
    void askForA() {
        rig.deploy(rig.logged("syms", List.of("a")));
    }

    @Test
    void rowsThatArePushedAgainComeOnce() throws Exception {
        FakeQ.Peer peer = replied("aba", 1, 2, 3);
        peer.push(upd("aa", 1, 3), upd("a", 4));
        rig.untilNumbersAre(1, 3, 4);
        assertThat(rig.events("gap")).isEmpty();
    }

    @Test
    void replyThatBeginsWithTheTablesRowsBringsTheRest() throws Exception {
        FakeQ.Peer peer = replied("baa", 1, 2, 3);
        peer.push(upd("a", 4));
        rig.untilNumbersAre(2, 3, 4);
        peer.close();
        replied("baaaa", 1, 2, 3, 4, 5).push(upd("a", 6));
        rig.untilNumbersAre(2, 3, 4, 5, 6);
        assertThat(rig.events("gap")).isEmpty();
    }

    private FakeQ.Peer replied(String syms, long... numbers) throws Exception {
        FakeQ.Peer peer = q.asked();
        peer.reply(new GeneralList(LoggingQ.table("prices", rows(syms, numbers)), NO_LOG));
        return peer;
    }

    private static Value upd(String syms, long... numbers) {
        return LoggingQ.upd("prices", rows(syms, numbers));
    }

    /** @param syms a letter each */
    private static Flip rows(String syms, long... numbers) {
        return new Flip(List.of("n", "sym"), List.of(Rig.longs(numbers), SymbolVector.of(syms.split(""))));
    }
}
