package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Schema;
import io.tickbus.query.Filter;
import io.tickbus.query.Selection;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code {op: schema}}, {@code {op: count, where}} and {@code {op: first | last, rows: N, where}} over a table as it is now. For
 * {@code where} see {@link Where}.
 */
final class Queries {
    private static final int ROWS_DEFAULT = 10;

    private final Table table;
    private final long generation;
    private final long epoch;
    private final int rowsMax;
    private final Scans scans;

    /**
     * @param epoch of the owner
     * @param scans of the same table
     */
    Queries(Table table, long generation, long epoch, int rowsMax, Scans scans) {
        this.table = table;
        this.generation = generation;
        this.epoch = epoch;
        this.rowsMax = rowsMax;
        this.scans = scans;
    }

    /**
     * Gives a JsonObject for {@code count} and {@code schema}, {@link Rows} for the others.
     *
     * @throws io.vertx.core.eventbus.ReplyException when the request is not understood
     */
    Future<Object> query(JsonObject request) {
        String op = String.valueOf(request.getValue("op"));
        switch (op) {
            case "schema" -> {
                Requests.requireNoOther(request, Set.of("op"));
                return Future.succeededFuture(schema());
            }
            case "count" -> {
                Requests.requireNoOther(request, Set.of("op", Where.FIELD));
                return count(Where.filter(table.schema(), request));
            }
            case "first", "last" -> {
                Requests.requireNoOther(request, Set.of("op", "rows", Where.FIELD));
                int rows = (int) Requests.whole(request, "rows", Math.min(ROWS_DEFAULT, rowsMax), 1, rowsMax);
                return rows(op.equals("last"), rows, Where.filter(table.schema(), request));
            }
            case "select" -> throw Failure.NYI.because("select is not supported; count, schema, first and last are");
            default -> throw Failure.BAD_REQUEST.because("op is " + op + "; count, schema, first or last expected");
        }
    }

    private Future<Object> count(@Nullable Filter filter) {
        Future<Long> count =
                filter == null ? Future.succeededFuture(table.count()) : scans.scan(table.snapshot(), filter::count);
        return count.map(rows -> new JsonObject().put("count", rows));
    }

    private Future<Object> rows(boolean last, int rows, @Nullable Filter filter) {
        Snapshot snapshot = table.snapshot();
        if (filter == null) {
            Selection all = last ? last(snapshot, rows) : first(snapshot, rows);
            return Future.succeededFuture(reply(all));
        }
        return scans.scan(snapshot, all -> last ? filter.last(all, rows) : filter.first(all, rows))
                .map(this::reply);
    }

    private static Selection first(Snapshot snapshot, int rows) {
        long end = snapshot.firstEnd(rows);
        return new Selection(snapshot.firstOffset(), end, snapshot.rows(snapshot.firstOffset(), end));
    }

    private static Selection last(Snapshot snapshot, int rows) {
        long start = snapshot.lastStart(rows);
        return new Selection(start, snapshot.nextOffset(), snapshot.rows(start, snapshot.nextOffset()));
    }

    private Rows reply(Selection selection) {
        return new Rows(selection.offset(), selection.next(), selection.rows(), generation, epoch);
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
