package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code .u.sub}: what is asked, and every kind of reply. */
class SubscribeTest extends OwnedTest {
    @Test
    void allTablesAreAskedForWithTheProtocolsOwnBytes() throws Exception {
        rig.deploy(rig.config());
        FakeQ.Peer peer = rig.q.greet();
        assertThat(HexFormat.of().formatHex(peer.readBytes()))
                .isEqualTo("01010000" + "1a000000" + "0000" + "03000000" + "f52e752e73756200" + "f500" + "f500");
        peer.reply(new GeneralList(pair("a"), pair("b")));
        peer.push(upd("a", 1), upd("b", 2), upd("a", 3));

        Rig.until(
                "rows of both", () -> rig.rows("a").size() == 2 && rig.rows("b").size() == 1);
        assertThat(rig.rows("a")).isEqualTo(Rig.prices(1, 3));
    }

    @Test
    void severalTablesAndSymsAreAskedForOneByOneOnOneConnection() throws Exception {
        rig.deploy(rig.config("tables", List.of("a", "b"), "syms", List.of("X", "Y")));
        FakeQ.Peer peer = rig.q.greet();
        for (String table : List.of("a", "b")) {
            assertThat(peer.read())
                    .isEqualTo(new Message(
                            MessageKind.SYNC,
                            new GeneralList(Atom.symbol(".u.sub"), Atom.symbol(table), SymbolVector.of("X", "Y"))));
            peer.reply(pair(table));
        }
        peer.push(upd("a", 1), upd("b", 2));

        Rig.until(
                "rows of both", () -> rig.rows("a").size() == 1 && rig.rows("b").size() == 1);
    }

    @Test
    void unknownTableIsRefusedAndTheOtherTablesAreRead() throws Exception {
        rig.deploy(rig.config("tables", List.of("a", "typo", "b")));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(pair("a"));
        peer.read();
        peer.reply(new ErrorValue("typo"));
        peer.read();
        peer.reply(pair("b"));
        peer.push(upd("a", 1), upd("b", 2));

        Rig.until(
                "rows of both", () -> rig.rows("a").size() == 1 && rig.rows("b").size() == 1);
        rig.untilState("LIVE", "refused: q has no table typo: .u.sub fails with 'typo");
        assertThat(rig.reasons()).containsExactly("q has no table typo: .u.sub fails with 'typo");
    }

    @Test
    void errorOfOneOfSeveralTablesThatIsNotItsNameEndsTheSession() throws Exception {
        rig.deploy(rig.config("tables", List.of("a", "b")));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new ErrorValue("type"));
        rig.untilState("BACKING_OFF", "q refused .u.sub of a: 'type");
    }

    @Test
    void tableThatComesLaterIsSubscribedToAsWell() throws Exception {
        rig.deploy(rig.config());
        FakeQ.Peer first = rig.q.greet();
        first.read();
        first.reply(new GeneralList(pair("a")));
        first.push(upd("b", 1));

        FakeQ.Peer second = rig.q.greet();
        second.read();
        second.reply(new GeneralList(pair("a"), pair("b")));
        second.push(upd("b", 2));

        Rig.until("rows of both", () -> rig.rows("b").size() == 1);
        assertThat(rig.rows("b")).isEqualTo(Rig.prices(2));
        assertThat(rig.reasons()).singleElement().asString().startsWith("unknown table b; subscribed are [a]");
    }

    @Test
    void rowsOfATableThatIsNotThereAnyMoreAreNotPutBehindItsOldOnes() throws Exception {
        rig.deploy(rig.config());
        FakeQ.Peer first = rig.q.greet();
        first.read();
        first.reply(new GeneralList(pair("a"), pair("b")));
        first.push(upd("b", 1));
        Rig.until("a row", () -> rig.rows("b").size() == 1);
        first.close();
        for (int attempt = 0; attempt < 2; attempt++) {
            FakeQ.Peer next = rig.q.greet();
            next.read();
            next.reply(new GeneralList(pair("a")));
            next.push(upd("b", 2), upd("a", 3 + attempt));
        }

        Rig.until("the session goes on", () -> rig.rows("a").size() == 2);
        assertThat(rig.rows("b")).isEqualTo(Rig.prices(1));
        assertThat(rig.reasons())
                .filteredOn(reason -> reason.startsWith("unknown table b"))
                .hasSize(2);
    }

    @Test
    void keyedTableBeginsWithItsCurrentRows() throws Exception {
        rig.deploy(rig.config("tables", List.of("last")));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new GeneralList(Atom.symbol("last"), last(1, 10, 2, 20)));
        peer.push(new GeneralList(Atom.symbol("upd"), Atom.symbol("last"), last(2, 21, 3, 30)));

        Rig.until("three keys", () -> rig.rows("last").size() == 3);
        assertThat(rig.rows("last").columns()).containsExactly(Rig.longs(1, 2, 3), Rig.longs(10, 21, 30));
    }

    @Test
    void whatIsPushedBeforeTheReplyIsKept() throws Exception {
        rig.deploy(rig.config("tables", List.of("a", "b")));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.push(upd("a", 1));
        peer.reply(pair("a"));
        peer.read();
        peer.push(upd("a", 2), upd("b", 3));
        peer.reply(pair("b"));
        peer.push(upd("a", 4), upd("b", 5));

        Rig.until(
                "rows of both", () -> rig.rows("a").size() == 3 && rig.rows("b").size() == 2);
        assertThat(rig.rows("a")).isEqualTo(Rig.prices(1, 2, 4));
        assertThat(rig.rows("b")).isEqualTo(Rig.prices(3, 5));
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void whatIsPushedBeforeAFailedReplyIsCounted() throws Exception {
        rig.deploy(rig.config("tables", List.of("a", "b")));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(pair("a"));
        peer.read();
        peer.push(upd("a", 1));
        peer.write(HexFormat.of().parseHex("010000000a000000" + "1500"));
        peer.push(upd("a", 2));
        peer.reply(new ErrorValue("access"));

        Rig.until("published", () -> rig.rejections().size() == 2);
        assertThat(rig.reasons().get(0)).startsWith("malformed message: ");
        assertThat(rig.reasons().get(1)).isEqualTo("2 messages came before a subscription that failed");
    }

    @Test
    void syncRequestIsAnsweredWhileTheReplyIsAwaited() throws Exception {
        rig.deploy(rig.config("tables", List.of("a")));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.write(Encoder.message(MessageKind.SYNC, Atom.ofLong(1)));
        assertThat(peer.read().value()).isInstanceOf(ErrorValue.class);
        peer.reply(pair("a"));
        peer.push(upd("a", 1));

        Rig.until("the row", () -> rig.rows("a").size() == 1);
    }

    static Stream<Arguments> uselessReplies() {
        String neither = ".u.sub replied neither a table's name and schema nor a list of them, but ";
        return Stream.of(
                Arguments.of(new ErrorValue("a"), "q refused .u.sub of a: 'a"),
                Arguments.of(new GeneralList(), ".u.sub replied no tables"),
                Arguments.of(SymbolVector.of(), ".u.sub replied no tables"),
                Arguments.of(
                        new GeneralList(Atom.symbol("a"), ByteVector.chars("not ready")),
                        ".u.sub replied for a: not ready"),
                Arguments.of(
                        new GeneralList(Atom.symbol("a"), new Flip(List.of(), List.of())),
                        "the schema of a cannot be used: 0 columns (1 to 4096) of 0 types"),
                Arguments.of(QFunction.GENERIC_NULL, neither),
                Arguments.of(Atom.ofLong(1), neither),
                Arguments.of(Rig.longs(1, 2), neither),
                Arguments.of(new GeneralList(Atom.symbol("a")), neither),
                Arguments.of(new GeneralList(pair("a"), Atom.symbol("b")), neither),
                Arguments.of(SymbolVector.of("a", "b"), neither));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("uselessReplies")
    void uselessReplyIsTheReasonToBackOffAndToTryAgain(Value reply, String reason) throws Exception {
        rig.deploy(rig.config("tables", List.of("a")));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(reply);

        Rig.until(reason, () -> rig.states().stream().anyMatch(state -> state.startsWith("BACKING_OFF " + reason)));
        assertThat(peer.endsNext()).isTrue();
        FakeQ.Peer next = rig.q.greet();
        next.read();
        next.reply(pair("a"));
        next.push(upd("a", 1));
        Rig.until("the row", () -> rig.rows("a").size() == 1);
    }

    @Test
    void replyThatNeverComesIsGivenUp() throws Exception {
        rig.deploy(rig.config("tables", List.of("a"), "connectTimeoutMs", 200));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();

        assertThat(peer.endsNext()).isTrue();
        Rig.until("reason", () -> rig.states().contains("BACKING_OFF no reply to .u.sub of a within 200 ms"));
    }

    @Test
    void replyThatPushesKeepComingInsteadOfIsGivenUp() throws Exception {
        rig.deploy(rig.config("tables", List.of("a"), "connectTimeoutMs", 300));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();

        Rig.until("given up", () -> {
            try {
                peer.push(upd("a", 1));
            } catch (java.io.IOException gone) {
                return true;
            }
            return rig.states().contains("BACKING_OFF no reply to .u.sub of a within 300 ms");
        });
    }

    private static Value pair(String table) {
        return new GeneralList(Atom.symbol(table), Rig.prices());
    }

    private static Value upd(String table, long... n) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol(table), Rig.prices(n));
    }

    private static Value last(long key, long value, long key2, long value2) {
        return new QDictionary(
                new Flip(List.of("k"), List.of(Rig.longs(key, key2))),
                new Flip(List.of("v"), List.of(Rig.longs(value, value2))));
    }
}
