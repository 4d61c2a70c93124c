package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Schema;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** {@code {op: count}}, {@code {op: schema}} and {@code {op: first | last, rows: N}} over a table as it is now. */
final class Queries {
    private static final int ROWS_DEFAULT = 10;

    private final Table table;
    private final long generation;
    private final long epoch;
    private final int rowsMax;

    /** @param epoch of the owner */
    Queries(Table table, long generation, long epoch, int rowsMax) {
        this.table = table;
        this.generation = generation;
        this.epoch = epoch;
        this.rowsMax = rowsMax;
    }

    /** A JsonObject for {@code count} and {@code schema}, {@link Rows} for the others. */
    Object query(JsonObject request) {
        Object op = request.getValue("op");
        boolean wantsRows = "last".equals(op) || "first".equals(op);
        boolean selects = "select".equals(op);
        Requests.requireNoOther(
                request, wantsRows ? Set.of("op", "rows") : selects ? Set.of("op", "select") : Set.of("op"));
        if ("count".equals(op)) {
            return new JsonObject().put("count", table.count());
        }
        if ("schema".equals(op)) {
            return schema();
        }
        if (wantsRows) {
            int rows = (int) Requests.whole(request, "rows", Math.min(ROWS_DEFAULT, rowsMax), 1, rowsMax);
            return "last".equals(op) ? last(rows) : first(rows);
        }
        if (selects) {
            throw Failure.NYI.because("select is not supported; count, schema, first and last are");
        }
        throw Failure.BAD_REQUEST.because("op is " + op + "; count, schema, first or last expected");
    }

    private Rows first(int rows) {
        Snapshot snapshot = table.snapshot();
        long end = snapshot.firstEnd(rows);
        return rows(snapshot, snapshot.firstOffset(), end);
    }

    private Rows last(int rows) {
        Snapshot snapshot = table.snapshot();
        long start = snapshot.lastStart(rows);
        return rows(snapshot, start, snapshot.nextOffset());
    }

    private Rows rows(Snapshot snapshot, long start, long end) {
        return new Rows(start, end, snapshot.rows(start, end), generation, epoch);
    }

    /** {@code {columns: {name: type}, keys: [name]}}. */
    JsonObject schema() {
        Schema schema = table.schema();
        JsonObject columns = new JsonObject();
        for (int i = 0; i < schema.width(); i++) {
            columns.put(schema.columns().get(i), schema.types().get(i).qName());
        }
        return new JsonObject()
                .put("columns", columns)
                .put("keys", schema.columns().subList(0, schema.keys()));
    }
}
