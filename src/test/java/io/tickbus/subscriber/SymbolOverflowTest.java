package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Addresses;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FullSymbols;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A process that has no room for further symbols goes on with all rows that need none. */
class SymbolOverflowTest extends OwnedTest {
    private static Flip rows(long first, String... syms) {
        long[] numbers = LongStream.range(first, first + syms.length).toArray();
        return new Flip(List.of("n", "sym"), List.of(Rig.longs(numbers), SymbolVector.of(syms)));
    }

    private static Value upd(String table, Value rows) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol(table), rows);
    }

    private static byte[] renewed(Value message) {
        return FullSymbols.withNew(Encoder.message(MessageKind.ASYNC, message));
    }

    private FakeQ.Peer subscribed() throws Exception {
        rig.deploy(rig.config());
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        Flip none = rows(0);
        peer.reply(new GeneralList(
                new GeneralList(Atom.symbol("orders"), none), new GeneralList(Atom.symbol("trade"), none)));
        rig.untilState("LIVE", "");
        return peer;
    }

    private List<Long> numbers(String table) {
        List<Long> numbers = new ArrayList<>();
        Flip rows = rig.rows(table);
        for (int i = 0; i < rows.size(); i++) {
            numbers.add(rows.column(0).longAt(i));
        }
        return numbers;
    }

    private JsonObject described(String table) {
        JsonArray tables = (JsonArray)
                Rig.await(rig.vertx.eventBus().request(Addresses.TABLES, null)).body();
        return tables.stream()
                .map(one -> (JsonObject) one)
                .filter(one -> one.getString("table").equals(table))
                .findAny()
                .orElseThrow();
    }

    @Test
    void onlyMessagesWithNewSymbolsAreRefusedAndTheirRowsAreMissing() throws Exception {
        FakeQ.Peer peer = subscribed();
        String fresh = FullSymbols.NEW;
        List<byte[]> messages = List.of(
                renewed(upd("orders", rows(1, "A", "B"))),
                renewed(upd("orders", rows(3, "A", fresh, "B"))),
                renewed(upd("trade", rows(1, "A"))),
                renewed(upd(
                        "orders",
                        new GeneralList(rows(6, fresh, fresh).columns().toArray(Value[]::new)))),
                renewed(upd(
                        "orders",
                        new GeneralList(Atom.ofLong(8), SymbolVector.of(fresh).valueAt(0)))),
                renewed(upd("trade", rows(2, "B"))),
                renewed(upd("orders", rows(9, "B"))));
        FullSymbols.run(() -> {
            for (byte[] message : messages) {
                peer.write(message);
            }
            Rig.until("the last row", () -> numbers("orders").contains(9L));
            Rig.until("what is missing", () -> described("orders").getLong("missingRows") == 6);

            assertThat(numbers("orders")).containsExactly(1L, 2L, 9L);
            assertThat(numbers("trade")).containsExactly(1L, 2L);
            assertThat(rig.rejections())
                    .hasSize(3)
                    .allSatisfy(one -> assertThat(one.getString("reason"))
                            .contains("no room for another symbol: this process has " + Symbols.use()))
                    .allSatisfy(one -> assertThat(one.getString("topic")).isEqualTo("orders"))
                    .extracting(one -> one.getLong("rows"))
                    .containsExactly(3L, 2L, 1L);
            assertThat(rig.events("gap"))
                    .isNotEmpty()
                    .allMatch(reason -> reason.contains("no room for another symbol"));
            assertThat(described("trade").getLong("missingRows")).isZero();
            assertThat(rig.states()).noneMatch(state -> state.contains("BACKING_OFF"));
        });
    }

    @Test
    void endOfADayIsTakenThoughItsSymbolsHaveNoRoom() throws Exception {
        FakeQ.Peer peer = subscribed();
        byte[] end = renewed(
                new GeneralList(Atom.symbol(".u.end"), Atom.ofInt(QType.DATE, 9829), SymbolVector.of(FullSymbols.NEW)));
        FullSymbols.run(() -> {
            peer.write(end);
            rig.untilEvent("endOfDay");
        });
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void unknownTableIsNoReasonToEndTheSession() throws Exception {
        FakeQ.Peer peer = subscribed();
        byte[] other = renewed(upd(FullSymbols.NEW, rows(1, FullSymbols.NEW)));
        byte[] known = renewed(upd("trade", rows(1, "A")));
        FullSymbols.run(() -> {
            peer.write(other, known);
            Rig.until("the row", () -> numbers("trade").contains(1L));
        });
        assertThat(rig.reasons()).hasSize(1).allMatch(reason -> reason.startsWith("no room for another symbol"));
    }

    @Test
    void replyWithoutRoomSaysWhyTheSubscriberBacksOff() throws Exception {
        byte[] reply = FullSymbols.withNew(
                Encoder.message(MessageKind.RESPONSE, new GeneralList(Atom.symbol(FullSymbols.NEW), rows(0))));
        FullSymbols.run(() -> {
            rig.deploy(rig.config());
            FakeQ.Peer peer = rig.q.greet();
            peer.read();
            peer.write(reply);
            rig.untilState("BACKING_OFF", "no room for another symbol");
        });
    }
}
