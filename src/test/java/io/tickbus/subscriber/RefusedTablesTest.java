package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.store.TableVerticle;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One table that does not fit is refused, which is said and counted; the other tables of its subscriber go on. */
class RefusedTablesTest extends RigTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private LoggingQ q;

    @BeforeEach
    void openLog() throws Exception {
        q = new LoggingQ(rig, directory.resolve(LoggedTest.LOG));
    }

    @AfterEach
    void closeLog() throws Exception {
        q.close();
    }

    static Stream<Arguments> unusableSchemas() {
        QVector none = Rig.longs();
        List<String> tooMany =
                java.util.stream.IntStream.range(0, 5000).mapToObj(i -> "c" + i).toList();
        return Stream.of(
                Arguments.of("a column twice: n", new Flip(List.of("n", "n"), List.of(none, none))),
                Arguments.of("0 columns (1 to 4096)", new Flip(List.of(), List.of())),
                Arguments.of("5000 columns (1 to 4096)", new Flip(tooMany, Collections.nCopies(5000, none))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableSchemas")
    void schemaThatCannotBeUsedIsOfOneTableAlone(String reason, Flip schema) throws Exception {
        rig.ownTables();
        q.tables(LoggingQ.table("bad", schema), prices());
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        peer.push(LoggingQ.upd("bad", schema), Rig.upd(1));

        rig.untilNumbersAre(1);
        rig.untilState("LIVE", "refused: the schema of bad cannot be used: " + reason);
        assertThat(rig.reasons()).singleElement().asString().contains(reason);
    }

    @Test
    void tableWhoseColumnChangedIsRefusedAndComesBackFromTheLogWhenItFitsAgain() throws Exception {
        rig.ownTables();
        q.tables(prices(), quotes(new FloatVector(QType.FLOAT)));
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        publish(peer, LoggingQ.upd("quotes", quote(1.0)));
        Rig.until("a quote", () -> rig.rows("quotes").size() == 1);
        peer.close();

        peer = q.tables(prices(), quotes(SymbolVector.of())).live(1);
        peer.push(LoggingQ.upd("quotes", new Flip(List.of("bid"), List.of(SymbolVector.of("x", "y")))), Rig.upd(7));
        rig.untilNumbersAre(7);
        rig.untilState(
                "LIVE",
                "refused: table quotes could not be opened at its owner: s brings other columns than table"
                        + " quotes: column bid is symbol, float expected; tables.quotes.onSchemaChange is refuse");
        JsonObject refused = table("quotes");
        assertThat(refused.getBoolean("missingUnknown")).isTrue();
        assertThat(refused.getLong("gaps")).isEqualTo(1);
        assertThat(refused.getJsonArray("refusedPartitions").getJsonObject(0).getString("partition"))
                .isEqualTo("s");
        assertThat(rig.events("refused")).hasSize(1);
        peer.close();

        q.append(LoggingQ.upd("quotes", quote(2.0)), Rig.upd(7));
        q.tables(prices(), quotes(new FloatVector(QType.FLOAT))).live(3);
        Rig.until("both quotes", () -> rig.rows("quotes").size() == 2);
        assertThat(table("quotes").getBoolean("missingUnknown")).isFalse();
        assertThat(table("quotes").containsKey("refusedPartitions")).isFalse();
    }

    @Test
    void tableThatTheOwnerHasNoRoomForLetsTheOthersGoOn() throws Exception {
        Rig.await(rig.vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of("store", Map.of("tablesMax", 1))))));
        q.tables(prices(), quotes(new FloatVector(QType.FLOAT)));
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        peer.push(LoggingQ.upd("quotes", quote(1.0)), Rig.upd(1));

        rig.untilNumbersAre(1);
        rig.untilState("LIVE", "refused: table quotes could not be opened at its owner: 1 tables are the most");
        Rig.await(rig.vertx.undeploy(rig.deployment()));
        Rig.until("stopped", () -> rig.lastStatus().getString("state").equals("STOPPED"));
        assertThat(rig.lastStatus().getLong("rejected"))
                .as("the table and its rows")
                .isEqualTo(2);
    }

    @Test
    void subscriberWithoutAnyTableThatFitsBacksOff() throws Exception {
        rig.ownTables();
        rig.deploy(rig.logged());
        q.tables(LoggingQ.table("bad", new Flip(List.of(), List.of())));
        FakeQ.Peer peer = q.subscribed(0);

        assertThat(peer.endsNext()).isTrue();
        rig.untilState("BACKING_OFF", "the schema of bad cannot be used");
    }

    @ParameterizedTest
    @MethodSource("views")
    void columnThatHasNoTypeYetIsTheSameColumnAsOneThatHas(QVector first, QVector second) throws Exception {
        rig.ownTables();
        FakeQ.Peer peer = q.tables(quotes(first)).live(rig.logged(), 0);
        publish(peer, LoggingQ.upd("quotes", quote(1.0)));
        Rig.until("a row", () -> rig.rows("quotes").size() == 1);
        peer.close();
        q.append(LoggingQ.upd("quotes", quote(2.0)));
        peer = q.tables(quotes(second)).live(2);
        publish(peer, LoggingQ.upd("quotes", quote(3.0)));

        Rig.until("all rows", () -> rig.rows("quotes").size() == 3);
        for (int i = 0; i < 3; i++) {
            assertThat(rig.rows("quotes").column(0).valueAt(i))
                    .isEqualTo(new Atom(new FloatVector(QType.FLOAT, 1.0 + i)));
        }
        assertThat(rig.events()).isEmpty();
        assertThat(rig.reasons()).isEmpty();
    }

    static Stream<Arguments> views() {
        QVector list = new GeneralList();
        QVector floats = new FloatVector(QType.FLOAT);
        return Stream.of(Arguments.of(list, floats), Arguments.of(floats, list));
    }

    @Test
    void columnsThatComeInAnotherOrderAfterAReconnectArePutInOrder() throws Exception {
        rig.ownTables();
        Flip none = new Flip(List.of("a", "b"), List.of(Rig.longs(), SymbolVector.of()));
        Flip first = new Flip(List.of("a", "b"), List.of(Rig.longs(1), SymbolVector.of("x")));
        Flip other = new Flip(List.of("b", "a"), List.of(SymbolVector.of("y"), Rig.longs(2)));
        FakeQ.Peer peer = q.tables(LoggingQ.table("t", none)).live(rig.logged(), 0);
        publish(peer, LoggingQ.upd("t", first), LoggingQ.upd("t", other));
        Rig.until("two rows", () -> rig.rows("t").size() == 2);
        peer.close();
        q.append(LoggingQ.upd("t", new Flip(List.of("a", "b"), List.of(Rig.longs(3), SymbolVector.of("z")))));
        q.tables(LoggingQ.table("t", other.slice(0, 0))).live(3);

        Rig.until("three rows", () -> rig.rows("t").size() == 3);
        assertThat(rig.rows("t"))
                .isEqualTo(new Flip(none.names(), List.of(Rig.longs(1, 2, 3), SymbolVector.of("x", "y", "z"))));
        assertThat(rig.reasons()).isEmpty();
    }

    @Test
    void schemaThatChangedForGoodBeginsANewGenerationWhereThatIsConfigured() throws Exception {
        StoreConfig config =
                StoreConfig.of(Map.of("tables", Map.of("quotes", Map.of("onSchemaChange", "newGeneration"))));
        Rig.await(rig.vertx.deployVerticle(new TableVerticle(config)));
        q.tables(prices(), quotes(new FloatVector(QType.FLOAT)));
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        publish(peer, LoggingQ.upd("quotes", quote(1.0)), Rig.upd(1));
        Rig.until("a quote", () -> rig.rows("quotes").size() == 1);
        peer.close();
        q.roll("sym2026.08.22");
        peer = q.tables(prices(), quotes(SymbolVector.of())).live(0);
        Flip symbols = new Flip(List.of("bid"), List.of(SymbolVector.of("x")));
        publish(peer, LoggingQ.upd("quotes", symbols));

        Rig.until("the new columns", () -> rig.rows("quotes").equals(symbols));
        assertThat(rig.events("columnsChanged")).containsExactly("column bid is symbol, float expected");
        assertThat(table("quotes").getLong("generation")).isEqualTo(1);
    }

    private void publish(FakeQ.Peer peer, Value... messages) throws Exception {
        q.append(messages);
        peer.push(messages);
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

    private static Value prices() {
        return LoggingQ.table("prices", Rig.prices());
    }

    private static Value quotes(QVector bid) {
        return LoggingQ.table("quotes", new Flip(List.of("bid"), List.of(bid)));
    }

    private static Flip quote(double bid) {
        return new Flip(List.of("bid"), List.of(new FloatVector(QType.FLOAT, bid)));
    }
}
