package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.event.QueryResult;
import io.tickbus.event.Rows;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.query.Filter;
import io.tickbus.query.QueryException;
import io.tickbus.query.Select;
import io.tickbus.query.Selection;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries on the current rows of a {@link Topic}. The queries are {@code {op: schema}}, {@code {op: count,
 * where}}, {@code {op: first | last, rows: N, where}} and {@code {op: select, query}}. {@link WhereClause} describes
 * {@code where}, and {@link Select} describes {@code query}. Only the owner's thread uses this class.
 */
final class Queries {
    private static final int ROWS_DEFAULT = 10;

    private final Table table;
    private final DayEnds dayEnds;
    private final long generation;
    private final long epoch;
    private final int rowsMax;
    private final TableScans scans;

    /**
     * @param read the generation that is read
     * @param epoch the owner's epoch
     * @param rowsMax limit on the rows of a reply
     * @param scans runs the scans of the table
     */
    Queries(Generation read, long epoch, int rowsMax, TableScans scans) {
        this.table = read.table();
        this.dayEnds = read.dayEnds();
        this.generation = read.number();
        this.epoch = epoch;
        this.rowsMax = rowsMax;
        this.scans = scans;
    }

    /**
     * Answers a request. The reply is a JsonObject for {@code count} and {@code schema}, a {@link QueryResult} for
     * {@code select}, and {@link Rows} for {@code first} and {@code last}.
     *
     * @throws io.vertx.core.eventbus.ReplyException if the request is malformed
     */
    Future<Object> query(JsonObject request) {
        String op = String.valueOf(request.getValue("op"));
        switch (op) {
            case "schema" -> {
                RequestFields.requireNoOther(request, Set.of("op"));
                return Future.succeededFuture(schema());
            }
            case "count" -> {
                RequestFields.requireNoOther(request, Set.of("op", WhereClause.FIELD));
                return count(WhereClause.filter(table.schema(), request));
            }
            case "first", "last" -> {
                RequestFields.requireNoOther(request, Set.of("op", "rows", WhereClause.FIELD));
                int rows = (int) RequestFields.whole(request, "rows", Math.min(ROWS_DEFAULT, rowsMax), 1, rowsMax);
                return rows(op.equals("last"), rows, WhereClause.filter(table.schema(), request));
            }
            case "select" -> {
                RequestFields.requireNoOther(request, Set.of("op", "query"));
                return select(request.getValue("query"));
            }
            default ->
                throw Failure.BAD_REQUEST.because("op is " + op + "; count, schema, first, last or select expected");
        }
    }

    private Future<Object> select(@Nullable Object text) {
        if (!(text instanceof String query)) {
            throw Failure.BAD_REQUEST.because("query is " + text + "; q's text of a select expected");
        }
        Select select;
        try {
            select = Select.parse(query);
        } catch (QueryException reason) {
            throw refusal(reason);
        }
        if (!select.table().equals(scans.table())) {
            throw Failure.BAD_REQUEST.because("the query is about " + select.table() + ", not " + scans.table());
        }
        return scans.scan(
                table.snapshot(),
                TableScans.SELECT_ROWS_ON_THREAD_MAX,
                rows -> new QueryResult(evaluate(select, rows), epoch));
    }

    private static Value evaluate(Select select, Snapshot rows) {
        try {
            return select.evaluate(rows);
        } catch (QueryException reason) {
            throw refusal(reason);
        }
    }

    private static ReplyException refusal(QueryException reason) {
        Failure failure = switch (reason.kind()) {
            case NYI -> Failure.NYI;
            case LIMIT -> Failure.LIMIT;
            case REFUSED -> Failure.BAD_REQUEST;
        };
        return failure.because(String.valueOf(reason.getMessage()));
    }

    private Future<Object> count(@Nullable Filter filter) {
        Future<Long> count =
                filter == null ? Future.succeededFuture(table.count()) : scans.scan(table.snapshot(), filter::count);
        return count.map(rows -> new JsonObject().put("count", rows));
    }

    private Future<Object> rows(boolean last, int rows, @Nullable Filter filter) {
        Snapshot snapshot = table.snapshot();
        if (filter == null && table.schema().keys() > 0) {
            return scans.scan(snapshot, all -> last ? Selection.lastKeys(all, rows) : Selection.firstKeys(all, rows))
                    .map(found -> reply(found, last));
        }
        if (filter == null) {
            Selection all = last ? last(snapshot, rows) : first(snapshot, rows);
            return Future.succeededFuture(reply(all, last));
        }
        return scans.scan(snapshot, all -> last ? filter.last(all, rows) : filter.first(all, rows))
                .map(found -> reply(found, last));
    }

    private static Selection first(Snapshot snapshot, int rows) {
        long end = snapshot.firstEnd(rows);
        return new Selection(snapshot.firstOffset(), end, snapshot.rows(snapshot.firstOffset(), end));
    }

    private static Selection last(Snapshot snapshot, int rows) {
        long start = snapshot.lastStart(rows);
        return new Selection(start, snapshot.nextOffset(), snapshot.rows(start, snapshot.nextOffset()));
    }

    private Rows reply(Selection selection, boolean last) {
        return new Rows(selection.offset(), selection.next(), selection.rows(), generation, epoch)
                .withDayEnds(dayEnds.numberAt(last ? selection.next() : selection.offset()));
    }

    /** Returns the columns and keys of the table, as {@code {columns: {name: type}, keys: [name]}}. */
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
