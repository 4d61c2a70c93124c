package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.replication.OpenPartition;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that do not fit are counted and published with their reason, and the stream continues. */
class RejectionReporterTest extends OwnedTest {
    static Stream<Arguments> misfits() {
        Value upd = Atom.symbol("upd");
        Value prices = Atom.symbol("prices");
        Value syms = SymbolVector.of("a");
        return Stream.of(
                misfit(
                        "prices",
                        1,
                        "column n is symbol, long expected",
                        Rig.upd(new Flip(List.of("n"), List.of(SymbolVector.of("a"))))),
                misfit("prices", 1, "column n is symbol, long expected", Rig.upd(syms)),
                misfit(
                        "prices",
                        1,
                        "column m stands in the place of n",
                        Rig.upd(new Flip(List.of("m"), List.of(Rig.longs(1))))),
                misfit("prices", 1, "2 items, 1 expected", Rig.upd(Rig.longs(1, 2))),
                misfit("prices", 1, "2 columns, 1 expected", Rig.upd(new GeneralList(Rig.longs(1), Rig.longs(2)))),
                misfit("prices", 0, "0 columns, 1 expected", Rig.upd(new GeneralList())),
                misfit(
                        "prices",
                        0,
                        "column 1 has 2 rows, the first 1",
                        Rig.upd(new GeneralList(Rig.longs(1), Rig.longs(2, 3)))),
                misfit(
                        "prices",
                        1,
                        "item 1 of a list of columns is not a vector",
                        Rig.upd(new GeneralList(Rig.longs(1), Atom.ofLong(2)))),
                misfit(
                        "prices",
                        0,
                        "an atom of long is neither a table, nor columns, nor a row",
                        Rig.upd(Atom.ofLong(1))),
                misfit(
                        "nosuch",
                        0,
                        "unknown table nosuch; subscribed are [prices]",
                        new GeneralList(upd, Atom.symbol("nosuch"), Rig.prices(1))),
                misfit("", 0, "text cannot be evaluated here", ByteVector.chars("upd[`prices;1]")),
                misfit("", 0, "unknown function updd", new GeneralList(Atom.symbol("updd"), prices, Rig.prices(1))),
                misfit("", 0, "no function name in front", Rig.longs(1)),
                misfit("", 0, "no function name in front", Rig.prices(1)),
                misfit("", 0, "upd with 1 arguments, 2 expected", new GeneralList(upd, Rig.prices(1))),
                misfit("", 0, "upd without a table's name", new GeneralList(upd, Rig.longs(1), Rig.prices(1))));
    }

    private static Arguments misfit(String topic, long rows, String reason, Value message) {
        return Arguments.of(topic, reason, message, rows);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("misfits")
    void misfitIsPublishedWithItsReason(String topic, String reason, Value message, long rows) throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(1), message, Rig.upd(2));

        rig.untilNumbersAre(1, 2);
        Rig.until("published", () -> !rig.rejections().isEmpty());
        assertThat(rig.rejections())
                .containsExactly(new JsonObject()
                        .put("source", "s")
                        .put("topic", topic)
                        .put("reason", reason)
                        .put("rows", rows));
        Rig.await(rig.vertx.undeploy(rig.deployment()));
        Rig.until("stopped", () -> rig.lastStatus().getString("state").equals("STOPPED"));
        assertThat(rig.lastStatus().getLong("rejected")).isEqualTo(1);
        assertThat(rig.lastStatus().getLong("applied")).isEqualTo(2);
    }

    @Test
    void malformedMessageIsRejectedAndTheNextIsRead() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.write(
                HexFormat.of().parseHex("010000000a000000" + "1500"), Encoder.message(MessageKind.ASYNC, Rig.upd(1)));

        rig.untilNumbersAre(1);
        Rig.until("published", () -> !rig.rejections().isEmpty());
        assertThat(rig.reasons()).singleElement().asString().startsWith("malformed message: type at byte 8");
    }

    @Test
    void syncRequestIsAnsweredWithAnErrorAndTheConnectionLives() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.write(Encoder.message(MessageKind.SYNC, Rig.upd(1)));
        assertThat(peer.read())
                .isEqualTo(
                        new Message(MessageKind.RESPONSE, new ErrorValue("tickbus takes asynchronous messages only")));
        peer.write(HexFormat.of().parseHex("010100000a000000" + "1500"));
        assertThat(peer.read()).isEqualTo(new Message(MessageKind.RESPONSE, new ErrorValue("badmsg")));

        peer.push(Rig.upd(2));
        rig.untilNumbersAre(2);
        Rig.until("published", () -> rig.rejections().size() == 2);
        assertThat(rig.reasons().get(0)).isEqualTo("a synchronous request");
    }

    @Test
    void responseThatNobodyAskedForIsRejected() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.reply(Rig.upd(1));
        peer.push(Rig.upd(2));

        rig.untilNumbersAre(2);
        Rig.until("published", () -> !rig.rejections().isEmpty());
        assertThat(rig.reasons()).containsExactly("a response without a request");
    }

    @Test
    void badHeaderIsRejectedAndTheConnectionMadeAnew() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(1));
        peer.write(HexFormat.of().parseHex("0700000000000000"));

        FakeQ.Peer next = rig.live();
        next.push(Rig.upd(2));
        rig.untilNumbersAre(1, 2);
        assertThat(rig.reasons())
                .singleElement()
                .asString()
                .matches(
                        "127\\.0\\.0\\.1:\\d+: what it sends is no q IPC, is this a q\\? malformed message: header at byte 0:"
                                + " byte order 7 is neither 0 nor 1");
    }

    @Test
    void messagePastTheLimitIsRejectedBeforeItHasCome() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config("messageBytesMax", 65_536));
        peer.write(HexFormat.of().parseHex("0100000001000100"));

        rig.live();
        assertThat(rig.reasons())
                .singleElement()
                .asString()
                .isEqualTo(
                        "a message longer than messageBytesMax: length at byte 4: length 65537 is past the limit of 65536 bytes");
    }

    @Test
    void connectionThatEndsInsideAMessageSaysSo() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        byte[] message = Encoder.message(MessageKind.ASYNC, Rig.upd(2));
        peer.push(Rig.upd(1));
        peer.write(java.util.Arrays.copyOf(message, message.length - 1));
        peer.close();

        FakeQ.Peer next = rig.live();
        next.push(Rig.upd(2));
        rig.untilNumbersAre(1, 2);
        assertThat(rig.reasons())
                .containsExactly(
                        "the connection ended inside a message, after " + (message.length - 1) + " bytes of it");
    }

    @Test
    void schemaThatTheOwnerRefusesIsTheReasonToBackOff() throws Exception {
        Rig.await(rig.vertx
                .eventBus()
                .request(
                        OpenPartition.ADDRESS,
                        new io.tickbus.replication.OpenPartition(
                                "prices", "other", new io.tickbus.q.Schema(List.of("n"), List.of(QType.FLOAT), 0))));
        rig.deploy(rig.config());
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new GeneralList(Atom.symbol("prices"), Rig.prices()));

        Rig.until(
                "backs off",
                () -> rig.states().stream()
                        .anyMatch(
                                state -> state.startsWith("BACKING_OFF table prices could not be opened at its owner: ")
                                        && state.contains("column n is long, float expected")));
    }
}
