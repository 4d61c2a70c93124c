package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import com.kx.c;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Compression;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.MessageKind;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape in which publishers send rows ends as the same rows of a table. */
class MessageShapesTest extends OwnedTest {
    private static final Flip ROW = trades(1);
    private static final String SPREAD = "bare";

    static Stream<Arguments> shapesOfOneRow() {
        Value atoms = new GeneralList(
                ROW.columns().stream().map(column -> column.valueAt(0)).toArray(Value[]::new));
        Value columns = new GeneralList(ROW.columns().toArray(Value[]::new));
        Value keyed = new QDictionary(
                new Flip(ROW.names().subList(0, 1), ROW.columns().subList(0, 1)),
                new Flip(ROW.names().subList(1, 4), ROW.columns().subList(1, 4)));
        Value upd = Atom.symbol("upd");
        Value trade = Atom.symbol("trade");
        return Stream.of(
                Arguments.of("a table", new GeneralList(upd, trade, ROW)),
                Arguments.of("a keyed table", new GeneralList(upd, trade, keyed)),
                Arguments.of("columns", new GeneralList(upd, trade, columns)),
                Arguments.of("a row of atoms", new GeneralList(upd, trade, atoms)),
                Arguments.of("names as text", new GeneralList(ByteVector.chars("upd"), ByteVector.chars("trade"), ROW)),
                Arguments.of("a feed's own call", new GeneralList(Atom.symbol(".u.upd"), trade, columns)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapesOfOneRow")
    void rowArrivesInAnyShape(String shape, Value message) throws Exception {
        FakeQ.Peer peer = subscribed();
        peer.push(message);

        Rig.until(shape, () -> rig.rows("trade").size() == 1);
        assertThat(rig.rows("trade")).isEqualTo(ROW);
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void bigEndianIsReadAsWell() throws Exception {
        FakeQ.Peer peer = subscribed();
        c writer = new c();
        Object columns = new Object[] {
            new c.Timespan[] {new c.Timespan(0)}, new String[] {"IBM"}, new double[] {0.5}, new long[] {0}
        };
        byte[] message = writer.serialize(0, new Object[] {"upd", "trade", columns}, false);
        assertThat(message[0]).isZero();
        peer.write(message);

        Rig.until("the row", () -> rig.rows("trade").size() == 1);
        assertThat(rig.rows("trade")).isEqualTo(ROW);
    }

    @Test
    void compressedMessagesAreRead() throws Exception {
        FakeQ.Peer peer = subscribed();
        byte[] plain = Encoder.message(MessageKind.ASYNC, upd(trades(1000)));
        byte[] packed = Compression.pack(plain);
        assertThat(packed.length).isLessThan(plain.length);
        peer.write(packed, packed);

        Rig.until("the rows", () -> rig.rows("trade").size() == 2000);
        assertThat(rig.rows("trade").slice(1000, 1000)).isEqualTo(trades(1000));
    }

    @Test
    void messagesMayBeCutAtEveryByte() throws Exception {
        FakeQ.Peer peer = subscribed();
        byte[] message = Encoder.message(MessageKind.ASYNC, upd(ROW));
        for (int cut = 1; cut < message.length; cut++) {
            peer.write(
                    java.util.Arrays.copyOf(message, cut), java.util.Arrays.copyOfRange(message, cut, message.length));
        }
        for (byte one : message) {
            peer.write(new byte[] {one});
        }

        Rig.until("every row", () -> rig.rows("trade").size() == message.length);
        Flip rows = rig.rows("trade");
        for (int i = 0; i < rows.size(); i++) {
            assertThat(new Flip(rows.names(), rows.slice(i, 1).columns())).isEqualTo(ROW);
        }
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void rowWhoseItemsHaveOneTypeComesAsAVector() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(Rig.longs(7)), Rig.upd(new GeneralList(Rig.longs(8, 9))), Rig.upd(10));

        rig.untilNumbersAre(7, 8, 9, 10);
    }

    @Test
    void barePayloadsBelongToTheTableOfTheExpression() throws Exception {
        FakeQ.Peer peer = bare(Map.of("a", "long", "b", "long"));
        peer.write(
                HexFormat.of().parseHex("010000001e000000" + "070002000000" + "0700000000000000" + "3f00000000000000"));
        peer.push(
                new GeneralList(Rig.longs(1, 2), Rig.longs(3, 4)),
                new Flip(List.of("a", "b"), List.of(Rig.longs(5), Rig.longs(6))),
                new GeneralList(Atom.symbol("upd"), Atom.symbol(SPREAD), Rig.longs(8, 9)));

        Rig.until("five rows", () -> rig.rows(SPREAD).size() == 5);
        assertThat(rig.rows(SPREAD).columns()).containsExactly(Rig.longs(7, 1, 2, 5, 8), Rig.longs(63, 3, 4, 6, 9));
    }

    @Test
    void columnsOfStringsTakeStringsAndAtomsAsOneCell() throws Exception {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("n", "long");
        columns.put("text", "list");
        FakeQ.Peer peer = bare(columns);
        Value text = ByteVector.chars("a note");
        peer.push(
                new GeneralList(Atom.ofLong(1), text),
                new GeneralList(Rig.longs(2), new GeneralList(text)),
                new Flip(List.of("n", "text"), List.of(Rig.longs(3), new GeneralList(ByteVector.chars("")))));

        Rig.until("three rows", () -> rig.rows(SPREAD).size() == 3);
        assertThat(rig.rows(SPREAD).columns())
                .containsExactly(Rig.longs(1, 2, 3), new GeneralList(text, text, ByteVector.chars("")));
    }

    @Test
    void signalsAreNoRejections() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        Value day = Atom.ofInt(QType.DATE, 9729);
        Value about = new QDictionary(SymbolVector.of("p"), Rig.longs(1));
        peer.push(
                new GeneralList(Atom.symbol(".u.end"), day),
                new GeneralList(Atom.symbol("endofday"), day, about),
                new GeneralList(Atom.symbol("endofperiod"), day, day, about),
                new GeneralList(Atom.symbol("upd"), Atom.symbol("heartbeat"), ROW),
                io.tickbus.q.QFunction.GENERIC_NULL,
                Rig.upd(1));

        rig.untilNumbersAre(1);
        assertThat(rig.reasons()).isEmpty();
    }

    private FakeQ.Peer subscribed() throws Exception {
        rig.deploy(rig.config("tables", List.of("trade")));
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new GeneralList(Atom.symbol("trade"), ROW.slice(0, 0)));
        return peer;
    }

    private FakeQ.Peer bare(Map<String, String> columns) throws Exception {
        rig.deploy(rig.config("expression", "go[]", "table", SPREAD, "columns", new java.util.TreeMap<>(columns)));
        FakeQ.Peer peer = rig.q.greet();
        assertThat(peer.read().value()).isEqualTo(ByteVector.chars("go[]"));
        peer.reply(Atom.ofLong(0));
        return peer;
    }

    private static Value upd(Flip rows) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol("trade"), rows);
    }

    private static Flip trades(int count) {
        String[] syms = new String[count];
        java.util.Arrays.fill(syms, "IBM");
        double[] prices = new double[count];
        java.util.Arrays.fill(prices, 0.5);
        QVector time = new LongVector(QType.TIMESPAN, new long[count]);
        QVector size = new LongVector(QType.LONG, Rig.range(0, count));
        return new Flip(
                List.of("time", "sym", "price", "size"),
                List.of(time, SymbolVector.of(syms), new FloatVector(QType.FLOAT, prices), size));
    }
}
