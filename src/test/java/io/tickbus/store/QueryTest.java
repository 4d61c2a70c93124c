package io.tickbus.store;

import static io.tickbus.store.Owner.rows;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Addresses;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.QueryResult;
import io.tickbus.event.Rows;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Schema;
import io.tickbus.table.Table;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Questions about a table of twelve rows in three segments. */
@ExtendWith(VertxExtension.class)
class QueryTest {
    private static final String QUERY = Addresses.query("trade");

    private Owner owner;

    @BeforeEach
    void deploy(Vertx vertx) {
        owner = Owner.ofTrades(vertx);
        owner.request(Addresses.append("trade"), Batch.of("trade", trades(0, 12)));
    }

    private static JsonObject op(String op) {
        return new JsonObject().put("op", op);
    }

    @Test
    void countIsTheNumberOfRows() {
        assertThat(owner.request(JsonObject.class, QUERY, op("count"))).isEqualTo(new JsonObject().put("count", 12L));
    }

    @Test
    void schemaHasTheColumnsInOrderAndTheKeys() {
        JsonObject schema = owner.request(JsonObject.class, QUERY, op("schema"));
        assertThat(schema.encode())
                .isEqualTo("{\"columns\":{\"sym\":\"symbol\",\"price\":\"float\",\"size\":\"long\"},\"keys\":[]}");
    }

    @Test
    void firstAndLastGiveTenRowsUnlessToldOtherwise() {
        assertThat(owner.request(Rows.class, QUERY, op("first"))).isEqualTo(rows(0, 10, trades(0, 10)));
        assertThat(owner.request(Rows.class, QUERY, op("last"))).isEqualTo(rows(2, 12, trades(2, 12)));
        assertThat(owner.request(Rows.class, QUERY, op("first").put("rows", 5))).isEqualTo(rows(0, 5, trades(0, 5)));
        assertThat(owner.request(Rows.class, QUERY, op("last").put("rows", 100)))
                .isEqualTo(rows(0, 12, trades(0, 12)));
    }

    @Test
    void rowsThatAreNotCountedAreNoMoreThanTheLimit() {
        Table table = new Table(Schema.of(trades(0, 0)), Owner.SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(trades(0, 12));

        Queries queries = new Queries(
                new Generation(0, table, () -> 1), OwnerLogic.EPOCH, 5, new TableScans("trade", new FakeHost()));
        assertThat(Owner.await(queries.query(op("last")))).isEqualTo(rows(7, 12, trades(7, 12)));
    }

    @Test
    void readingOnBehindTheFirstRowsLosesNone() {
        Rows first = owner.request(Rows.class, QUERY, op("first").put("rows", 4));
        assertThat(owner.request(Rows.class, Addresses.fetch("trade"), new JsonObject().put("offset", first.next())))
                .isEqualTo(rows(4, 8, trades(4, 8)));
    }

    @Test
    void rowsAreJsonWhenTheHeaderAsksForIt() {
        JsonObject row = new JsonObject().put("sym", "s2").put("price", 2.75).put("size", 11L);
        assertThat(owner.requestJson(QUERY, op("last").put("rows", 1)))
                .isEqualTo(new JsonObject()
                        .put("offset", 11L)
                        .put("next", 12L)
                        .put("rows", new JsonArray(List.of(row)))
                        .put("generation", 0L)
                        .put("epoch", OwnerLogic.EPOCH)
                        .put("dayEnds", 0L));
        assertThat(owner.requestJson(QUERY, op("count"))).isEqualTo(new JsonObject().put("count", 12L));
    }

    private static JsonObject select(String query) {
        return op("select").put("query", query);
    }

    @Test
    void selectGivesWhatQWouldGive() {
        QueryResult queryResult =
                owner.request(QueryResult.class, QUERY, select("select sum size, last price by sym from trade"));
        assertThat(ConsoleText.of(queryResult.value())).isEqualTo("""
                        sym| size price
                        ---| ----------
                        s0 | 18   2.25\s
                        s1 | 22   2.5 \s
                        s2 | 26   2.75\s""");
        assertThat(queryResult.epoch()).isEqualTo(OwnerLogic.EPOCH);
    }

    @Test
    void selectIsJsonWhenTheHeaderAsksForIt() {
        assertThat(owner.requestJson(QUERY, select("select max size by sym from trade where sym=`s1")))
                .isEqualTo(new JsonObject()
                        .put(
                                "rows",
                                new JsonArray(List.of(
                                        new JsonObject().put("sym", "s1").put("size", 10L))))
                        .put("keys", new JsonArray(List.of("sym")))
                        .put("epoch", OwnerLogic.EPOCH));
    }

    @Test
    void selectThatIsNoGoodIsRefusedWithWhatQSignals() {
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, select("select (size from trade")))
                .isEqualTo("parse: column 14: ) expected, found from");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, select("select sym+1 from trade")))
                .isEqualTo("type: column 8: symbol + long");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, select("select bid from trade")))
                .startsWith("bid: column 8: no such column; ");
        assertThat(owner.refusal(Failure.NYI, QUERY, select("exec size from trade")))
                .startsWith("nyi: exec at column 1; supported are select over one table");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, select("select from quote")))
                .isEqualTo("the query is about quote, not trade");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, op("select")))
                .isEqualTo("query is null; q's text of a select expected");
    }

    @Test
    void otherOpsAndFieldsAreBadRequests() {
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, op("cuont")))
                .isEqualTo("op is cuont; count, schema, first, last or select expected");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, new JsonObject())).startsWith("op is null;");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, op("last").put("row", 5)))
                .isEqualTo("unknown field row; known here are [op, rows, where]");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, op("count").put("select", "x")))
                .isEqualTo("unknown field select; known here are [op, where]");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, op("last").put("rows", 101)))
                .isEqualTo("rows is 101; a whole number from 1 to 100 expected");
        assertThat(owner.refusal(Failure.BAD_REQUEST, QUERY, new JsonArray())).isEqualTo("a request is a JSON object");
    }
}
