package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.event.RowsJson;
import io.tickbus.q.Flip;
import io.tickbus.q.FullSymbols;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.Symbols;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code where} in queries: how values are read, and where large tables are looked through. */
class WhereClauseTest {
    private final FakeHost host = new FakeHost();

    private Queries queries(Table table) {
        return new Queries(new Generation(3, table, () -> 1), OwnerLogic.EPOCH, 100, new TableScans("trade", host));
    }

    private static JsonObject where(@Nullable Object where) {
        return new JsonObject().put("op", "count").put("where", where);
    }

    private static JsonObject where(String column, @Nullable Object value) {
        return where(new JsonObject().put(column, value));
    }

    private long count(Table table, JsonObject request) {
        return ((JsonObject) Owner.await(queries(table).query(request))).getLong("count");
    }

    private static Table of(Flip rows) {
        int segmentRows = Math.max(Owner.SEGMENT_ROWS, rows.size() / 4);
        Table table = new Table(Schema.of(rows), segmentRows, Long.MAX_VALUE);
        table.append(rows);
        return table;
    }

    private static Table column(QType type, @Nullable Object... values) {
        List<JsonObject> rows = new ArrayList<>();
        for (Object value : values) {
            rows.add(new JsonObject().put("x", value));
        }
        return of(RowsJson.read(new Schema(List.of("x"), List.of(type), 0), rows));
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP, 2026-11-23T10:00:00.123456789Z, 2026-11-23T10:00:00.123456788Z",
        "DATE, 2026-11-23, 2026-11-24",
        "TIMESPAN, 0D00:00:01.500000000, 0D00:00:01.250000000",
        "MONTH, 2026-11, 2026-12",
        "LONG, 0W, -0W",
        "LONG, 9007199254740993, 9007199254740992",
        "INT, 0W, 7",
        "FLOAT, 0w, -0w",
        "SYMBOL, AAPL, IBM",
        "SYMBOL, \\xe9, é",
        "CHAR, a, b",
        "CHAR, \\xe9, \\xe8",
        "GUID, 00000000-0000-0000-0000-000000000001, 00000000-0000-0000-0000-000000000002"
    })
    void valuesAreReadAsInRows(QType type, String value, String other) {
        Table table = column(type, value, other, null, value);
        assertThat(count(table, where("x", value))).isEqualTo(2);
        assertThat(count(table, where("x", other))).isOne();
        assertThat(count(table, where("x", null))).isOne();
    }

    @Test
    void symbolThatNoTableHasIsAskedForAndNotKept() throws Exception {
        Table table = column(QType.SYMBOL, "AAPL", "?");
        int before = Symbols.use().count();
        FullSymbols.run(() -> {
            assertThat(count(table, where("x", "WhereTest.nowhere"))).isZero();
            assertThat(count(table, where("x", "?"))).isOne();
        });
        assertThat(Symbols.use().count()).isEqualTo(before);
    }

    @Test
    void numbersAndBooleansAreFound() {
        assertThat(count(column(QType.FLOAT, 1.5, 2, 1.5), where("x", 1.5))).isEqualTo(2);
        assertThat(count(column(QType.BOOLEAN, true, false, true), where("x", false)))
                .isOne();
        assertThat(count(column(QType.BYTE, 255, 0, 255), where("x", 255))).isEqualTo(2);
        assertThat(count(column(QType.LIST, "text", new JsonArray().add(1).add(2)), where("x", "text")))
                .isOne();
    }

    @Test
    void allColumnsHaveToMatch() {
        Table table = of(trades(0, 12));
        assertThat(count(table, where(new JsonObject().put("sym", "s1").put("size", 4))))
                .isOne();
        assertThat(count(table, where(new JsonObject().put("sym", "s1").put("size", 5))))
                .isZero();
        assertThat(count(table, where(new JsonObject()))).isEqualTo(12);
    }

    @Test
    void rowsSayWhereTheyAreFrom() {
        JsonObject request =
                new JsonObject().put("op", "last").put("rows", 2).put("where", new JsonObject().put("sym", "s1"));
        Rows rows = (Rows) Owner.await(queries(of(trades(0, 12))).query(request));
        assertThat(RowsJson.write(rows.rows()).getJsonObject(0).getLong("size")).isEqualTo(7);
        assertThat(rows)
                .extracting(Rows::offset, Rows::next, Rows::generation, Rows::epoch)
                .containsExactly(7L, 12L, 3L, OwnerLogic.EPOCH);
    }

    private void assertRefused(JsonObject request, String message) {
        assertThatThrownBy(() -> queries(of(trades(0, 12))).query(request))
                .satisfies(reason ->
                        assertThat(Failure.BAD_REQUEST.isCauseOf(reason)).isTrue())
                .hasMessage(message);
    }

    @Test
    void whatTheTableCannotHaveIsABadRequest() {
        assertRefused(
                where("smy", "s1"), "where smy is s1: no such column; the table has sym:symbol price:float size:long");
        assertRefused(where("price", "dear"), "where, column price: \"dear\" is not a float");
        assertRefused(where("sym=s1"), "where is sym=s1; {column: value} expected");
        assertThatThrownBy(() -> count(column(QType.BOOLEAN, true), where("x", null)))
                .hasMessage("where, column x: no boolean is null");
    }

    @Test
    void largeTableIsLookedThroughBesideTheOwnersThread() {
        host.holdWork();
        Table table = of(trades(0, TableScans.ROWS_ON_THREAD_MAX + 1));
        Future<Object> reply = queries(table).query(where("sym", "s1"));
        table.append(trades(0, 3));
        assertThat(reply.isComplete()).isFalse();
        host.runWork();
        assertThat(((JsonObject) Owner.await(reply)).getLong("count"))
                .isEqualTo((TableScans.ROWS_ON_THREAD_MAX + 1) / 3);
    }

    @Test
    void scansUnderWayAreLimited() {
        host.holdWork();
        Table table = of(trades(0, TableScans.ROWS_ON_THREAD_MAX + 1));
        Queries queries = queries(table);
        for (int i = 0; i < TableScans.SCANS_MAX; i++) {
            queries.query(where("sym", "s1"));
        }
        assertThatThrownBy(() -> queries.query(where("sym", "s1")))
                .satisfies(reason -> assertThat(Failure.LIMIT.isCauseOf(reason)).isTrue());
        host.runWork();
        assertThat(queries.query(where("sym", "s1"))).isNotNull();
    }
}
