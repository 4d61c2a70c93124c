package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Addresses;
import io.tickbus.q.Flip;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that were rejected are missing in their table, which says so. */
class RejectedRowsTest extends OwnedTest {
    private static final Value MISFIT = Rig.upd(new Flip(List.of("n"), List.of(SymbolVector.of("x", "y"))));

    @Test
    void rowsThatDoNotFitAreMissingRows() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(Rig.upd(1), MISFIT, Rig.upd(2));

        rig.untilNumbersAre(1, 2);
        Rig.until("counted", () -> table().getLong("missingRows") == 2);
        assertThat(table().getLong("gaps")).isEqualTo(1);
        assertThat(table().getBoolean("missingUnknown")).isFalse();
        assertThat(table().containsKey("incompleteSince")).isTrue();
        assertThat(rig.events("gap")).containsExactly("column n is symbol, long expected");
        rig.untilState("LIVE", "prices misses 2 rows that did not fit");
        assertThat(rig.journal("prices")).containsSubsequence("1", "GAP", "2");
    }

    @Test
    void floodOfMisfitsIsOneGapASecondAndAllOfItIsCounted() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        for (int i = 0; i < 500; i++) {
            peer.push(MISFIT);
        }

        Rig.until("counted without another message", () -> table().getLong("missingRows") == 1000);
        assertThat(table().getLong("gaps")).isLessThan(20);
    }

    @Test
    void stopTellsWhatWasNotTold() throws Exception {
        FakeQ.Peer peer = rig.live(rig.config());
        peer.push(MISFIT, MISFIT, MISFIT, Rig.upd(1));
        rig.untilNumbersAre(1);
        Rig.await(rig.vertx.undeploy(rig.deployment()));

        Rig.until("told", () -> table().getLong("missingRows") == 6);
        assertThat(rig.events("gap"))
                .last()
                .isEqualTo("2 messages were rejected; the last: column n is symbol, long expected");
    }

    @Test
    void malformedMessageIsOfTheTableThatItNames() throws Exception {
        FakeQ.Peer peer = bothTables();
        byte[] message = Encoder.message(MessageKind.ASYNC, Rig.upd(1));
        message[message.length - Long.BYTES - Integer.BYTES] = 77; // the count of the column's items
        peer.write(message);

        Rig.until("counted", () -> table().getBoolean("missingUnknown"));
        assertThat(table("other").getBoolean("missingUnknown")).isFalse();
        assertThat(rig.rejections().get(0).getString("topic")).isEqualTo("prices");
    }

    @Test
    void malformedMessageThatNamesNoTableMayBeOfAny() throws Exception {
        FakeQ.Peer peer = bothTables();
        peer.write(HexFormat.of().parseHex("010000000a000000" + "1500"));

        Rig.until("counted", () -> table().getBoolean("missingUnknown"));
        Rig.until("counted", () -> table("other").getBoolean("missingUnknown"));
        assertThat(rig.events("gap")).hasSize(2);
    }

    private FakeQ.Peer bothTables() throws Exception {
        rig.deploy(rig.config());
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new io.tickbus.q.GeneralList(
                LoggingQ.table("prices", Rig.prices()), LoggingQ.table("other", Rig.prices())));
        rig.untilState("LIVE", "");
        return peer;
    }

    private JsonObject table() {
        return table("prices");
    }

    private JsonObject table(String name) {
        JsonArray tables = (JsonArray)
                Rig.await(rig.vertx.eventBus().request(Addresses.TABLES, null)).body();
        return tables.stream()
                .map(each -> (JsonObject) each)
                .filter(each -> each.getString("table").equals(name))
                .findAny()
                .orElseThrow();
    }
}
