package io.tickbus.gateway;

import io.tickbus.client.OwnerRequests;
import io.tickbus.client.Tables;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.QueryResult;
import io.tickbus.event.Rows;
import io.tickbus.q.Atom;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Answers requests that name a table. {@link GatewayCalls} uses this class. Each method requests rows, counts or a
 * schema from the owner, and converts the reply to q's form.
 *
 * <p>Every failure is a {@link QError}. If the table does not exist, the error's text is the table's name. All methods
 * belong to the gateway's event loop, and the futures complete on it.
 */
final class TableQueries {
    /** Time limit of a select, in ms. */
    static final long SELECT_MS_MAX = 60_000;

    /**
     * Limit of the first or last rows that the owner may copy on its event loop. For more rows, the gateway sends a
     * select, which the owner runs on a worker thread.
     */
    private static final int FEW_ROWS_MAX = 10_000;
    /** Limit of rows that the gateway copies on its event loop. More rows are copied on a worker thread. */
    private static final int ROWS_ON_THREAD_MAX = 100_000;

    /** The name of the row number in a select. If a column has this name, a select cannot use the row number. */
    private static final String ROW_NUMBER = "i";

    private static final JsonObject ALL_ROWS = new JsonObject();

    private final Vertx vertx;
    private final TableClient tableClient;
    private final Tables tables;
    private final long replyBytesMax;

    /**
     * @param replyBytesMax limit of a reply, in bytes. If the reply would certainly exceed the limit, the request
     *     fails at once.
     */
    TableQueries(Vertx vertx, TableClient tableClient, Tables tables, long replyBytesMax) {
        this.vertx = vertx;
        this.tableClient = tableClient;
        this.tables = tables;
        this.replyBytesMax = replyBytesMax;
    }

    /**
     * Evaluates {@code tables[]}. Returns the names in alphabetical order.
     *
     * @param visible returns whether the caller may see a table
     */
    Future<Value> names(Predicate<String> visible) {
        return tableClient
                .requestAll(tables::list)
                .map(all -> TableShape.symbols(all.stream()
                        .map(table -> table.getString("table"))
                        .filter(visible)
                        .sorted()
                        .toList()));
    }

    /**
     * A table as clients show it in trees and catalogues.
     *
     * @param rows the number of the table's rows
     */
    record Listed(String name, Schema schema, long rows) {
        /** Returns the number that q's {@code type} returns for the table. */
        short typeCode() {
            return (short) (schema.keys() == 0 ? TableShape.TABLE : TableShape.DICTIONARY);
        }
    }

    /** Returns all tables in alphabetical order. A table that is dropped during the request is left out. */
    Future<List<Listed>> listed(Predicate<String> visible) {
        return names(visible).compose(names -> {
            List<Future<Listed>> all = new ArrayList<>();
            SymbolVector symbols = (SymbolVector) names;
            for (int i = 0; i < symbols.size(); i++) {
                String name = symbols.textAt(i);
                all.add(schema(name).compose(schema -> rowCount(name).map(rows -> new Listed(name, schema, rows))));
            }
            return Future.join(all)
                    .transform(done -> Future.succeededFuture(all.stream()
                            .filter(Future::succeeded)
                            .map(Future::result)
                            .toList()));
        });
    }

    Future<Schema> schema(String table) {
        return tableClient.request(table, () -> tables.schema(table));
    }

    Future<Value> count(String table) {
        return rowCount(table).map(Atom::ofLong);
    }

    private Future<Long> rowCount(String table) {
        return tableClient.request(table, () -> tables.count(table, ALL_ROWS));
    }

    Future<Value> columns(String table) {
        return schema(table).map(schema -> TableShape.symbols(schema.columns()));
    }

    /** Evaluates {@code keys}. Returns the names of the key columns. */
    Future<Value> keys(String table) {
        return schema(table).map(schema -> TableShape.symbols(schema.columns().subList(0, schema.keys())));
    }

    Future<Value> meta(String table) {
        return schema(table).compose(schema -> {
            Future<Flip> firstRow = schema.types().contains(QType.LIST)
                    ? firstOrLast(table, 1)
                    : Future.succeededFuture(schema.empty());
            return firstRow.map(row -> TableShape.meta(schema, row));
        });
    }

    /** Evaluates {@code first table} or {@code last table}. */
    Future<Value> row(String table, boolean last) {
        return schema(table)
                .compose(schema ->
                        firstOrLast(table, last ? -1 : 1).map(row -> TableShape.row(row.keyed(schema.keys()))));
    }

    /** Evaluates {@code count#table}. Fails with {@code limit} if the rows exceed the limit of a reply. */
    Future<Value> take(long count, String table) {
        return schema(table).compose(schema -> {
            requireRoom(table, schema, count);
            return atLeast(table, count, schema)
                    .compose(rows -> runAside(count, () -> ((Flip) TakeVerb.of(count, rows)).keyed(schema.keys())));
        });
    }

    /** Evaluates {@code count sublist table}. */
    Future<Value> sublist(long count, String table) {
        return schema(table)
                .compose(schema -> atLeast(table, count, schema)
                        .map(rows -> ((Flip) TakeVerb.sublist(count, rows)).keyed(schema.keys())));
    }

    /** Evaluates {@code from count sublist table}. */
    Future<Value> sublist(long from, long count, String table) {
        if (from < 0 || count < 0) {
            return schema(table).map(schema -> schema.empty().keyed(schema.keys()));
        }
        long end = from > Long.MAX_VALUE - count ? Long.MAX_VALUE : from + count;
        return schema(table)
                .compose(schema -> (end <= FEW_ROWS_MAX || isNumberHidden(schema)
                                ? atLeast(table, end, schema).map(rows -> (Flip) TakeVerb.sublist(from, count, rows))
                                : readRange(table, from, end, schema))
                        .map(rows -> rows.keyed(schema.keys())));
    }

    /** Returns the whole table. Fails with {@code limit} if the table exceeds the limit of a reply. */
    Future<Value> all(String table) {
        return schema(table).compose(schema -> readAll(table, schema).map(rows -> rows.keyed(schema.keys())));
    }

    /**
     * Returns all rows of some columns of an unkeyed table.
     *
     * @throws QError if a column does not exist
     */
    Future<Flip> columnsOf(String table, Schema schema, List<String> columns) {
        for (String column : columns) {
            if (!schema.columns().contains(column)) {
                throw new QError(column + ": no column of " + table);
            }
        }
        return rowCount(table).compose(count -> {
            requireRoom(table, schema, count);
            return select(table, "select " + String.join(",", columns) + " from " + table)
                    .map(TableShape::unkeyed);
        });
    }

    /** Returns the text that q's console prints for a table. Requests only the rows that the text shows. */
    Future<Value> printed(String table) {
        return schema(table)
                .compose(schema -> rowCount(table)
                        .compose(rows -> firstOrLast(table, ConsoleText.TABLE_ROWS_MAX)
                                .map(first ->
                                        ConsoleFormat.table(first, schema.keys(), Math.max(rows, first.size())))));
    }

    /**
     * Returns the value of a select. The owner evaluates the select. The value can have any type, for example an atom.
     */
    Future<Value> select(String table, String text) {
        JsonObject request = new JsonObject().put("op", "select").put("query", text);
        return tableClient.request(
                table,
                () -> OwnerRequests.of(vertx)
                        .request(Addresses.query(table), request, SELECT_MS_MAX)
                        .map(reply -> ((QueryResult) reply).value()));
    }

    /**
     * Returns the first rows of a table. A negative count returns the last rows. The result can have more rows than
     * requested. The result has fewer rows only if the table itself has fewer rows.
     */
    private Future<Flip> atLeast(String table, long count, Schema schema) {
        if (count == 0) {
            return Future.succeededFuture(schema.empty());
        }
        if (Math.abs(count) > FEW_ROWS_MAX || count == Long.MIN_VALUE) {
            return readMany(table, count, schema);
        }
        return tableClient
                .request(
                        table,
                        () -> requestEnds(table, (int) count).map(Optional::of).recover(TableQueries::noneIfRefused))
                .compose(rows -> rows.map(found -> Future.succeededFuture(found.rows()))
                        .orElseGet(() -> readMany(table, count, schema)));
    }

    /**
     * Returns an empty optional if the owner refused the request, otherwise the failure. The owner refuses a request
     * for first or last rows only if the number of rows is too large.
     */
    private static Future<Optional<Rows>> noneIfRefused(Throwable failure) {
        return Failure.BAD_REQUEST.isCauseOf(failure)
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    /** Returns the rows that {@link #atLeast} describes. The owner reads the rows on a worker thread. */
    private Future<Flip> readMany(String table, long count, Schema schema) {
        return isNumberHidden(schema)
                ? readAll(table, schema)
                : rowCount(table).compose(all -> {
                    if (count == Long.MIN_VALUE || Math.abs(count) >= all) {
                        return readAll(table, schema);
                    }
                    // If the table loses rows during the request, the reply can have too few rows. In this case, the
                    // whole table is read.
                    return readRange(table, count < 0 ? all + count : 0, count < 0 ? Long.MAX_VALUE : count, schema)
                            .compose(rows -> rows.size() < Math.abs(count)
                                    ? readAll(table, schema)
                                    : Future.succeededFuture(rows));
                });
    }

    /** Returns the rows with the numbers {@code from} to {@code end - 1}, as far as these rows exist. */
    private Future<Flip> readRange(String table, long from, long end, Schema schema) {
        return rowCount(table).compose(all -> {
            requireRoom(table, schema, Math.max(0, Math.min(end, all) - from));
            String text = "select from " + table + " where " + ROW_NUMBER + " within " + from + " " + (end - 1);
            return select(table, text).map(TableShape::unkeyed);
        });
    }

    private static boolean isNumberHidden(Schema schema) {
        return schema.columns().contains(ROW_NUMBER);
    }

    private Future<Flip> firstOrLast(String table, int count) {
        return tableClient.request(table, () -> requestEnds(table, count)).map(Rows::rows);
    }

    private Future<Rows> requestEnds(String table, int count) {
        return count < 0 ? tables.last(table, -count, ALL_ROWS) : tables.first(table, count, ALL_ROWS);
    }

    private Future<Flip> readAll(String table, Schema schema) {
        return rowCount(table).compose(count -> {
            requireRoom(table, schema, count);
            return select(table, "select from " + table).map(TableShape::unkeyed);
        });
    }

    private void requireRoom(String table, Schema schema, long count) {
        long rowBytes = 0; // The smallest possible size of a row.
        for (QType type : schema.types()) {
            rowBytes += Math.max(1, type.bytes());
        }
        long rows = Math.abs(count);
        if (rows < 0 || rows > replyBytesMax / rowBytes) {
            throw new QError("limit: " + rows + " rows of " + table + ", at least " + rowBytes
                    + " bytes each, are more than the " + replyBytesMax
                    + " bytes of a reply; ask with select or n sublist");
        }
    }

    /**
     * Copies rows on a worker thread if there are many rows, otherwise at once. The future completes on the event loop.
     */
    Future<Value> runAside(long rows, Callable<Value> copy) {
        if (Math.abs(rows) > ROWS_ON_THREAD_MAX) {
            return vertx.executeBlocking(copy, false);
        }
        try {
            return Future.succeededFuture(copy.call());
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }
}
