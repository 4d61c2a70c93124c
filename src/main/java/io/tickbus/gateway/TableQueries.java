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

/** What clients ask about one table by its name, asked of its owner, in the shapes of q. */
final class TableQueries {
    /** How long a select may take, in milliseconds. */
    static final long SELECT_MS_MAX = 60_000;

    /** Up to here the owner is asked for the first or last rows: it copies them between two appends. */
    private static final int FEW_ROWS_MAX = 10_000;
    /** Past it rows are copied beside the event loop. */
    private static final int ROWS_ON_THREAD_MAX = 100_000;

    /** What a select calls the number of a row, unless a column is called so. */
    private static final String ROW_NUMBER = "i";

    private static final JsonObject ALL_ROWS = new JsonObject();

    private final Vertx vertx;
    private final TableClient tableClient;
    private final Tables tables;
    private final long replyBytesMax;

    /** @param replyBytesMax answers that would be longer are not begun */
    TableQueries(Vertx vertx, TableClient tableClient, Tables tables, long replyBytesMax) {
        this.vertx = vertx;
        this.tableClient = tableClient;
        this.tables = tables;
        this.replyBytesMax = replyBytesMax;
    }

    /** {@code tables[]}: the names in alphabetical order. */
    Future<Value> names() {
        return tableClient
                .requestAll(tables::list)
                .map(all -> TableShape.symbols(all.stream()
                        .map(table -> table.getString("table"))
                        .sorted()
                        .toList()));
    }

    /**
     * A table as trees and catalogues show it.
     *
     * @param rows how many it has
     */
    record Listed(String name, Schema schema, long rows) {
        /** As q's {@code type} gives it. */
        short typeCode() {
            return (short) (schema.keys() == 0 ? TableShape.TABLE : TableShape.DICTIONARY);
        }
    }

    /** All tables, in alphabetical order; without one that is dropped meanwhile. */
    Future<List<Listed>> listed() {
        return names().compose(names -> {
            List<Future<Listed>> all = new ArrayList<>();
            SymbolVector symbols = (SymbolVector) names;
            for (int i = 0; i < symbols.size(); i++) {
                String name = symbols.textAt(i);
                all.add(schema(name).compose(schema -> rowCount(name).map(rows -> new Listed(name, schema, rows))));
            }
            return Future.join(all)
                    .transform(asked -> Future.succeededFuture(all.stream()
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

    /** {@code keys}: the key columns' names. */
    Future<Value> keys(String table) {
        return schema(table).map(schema -> TableShape.symbols(schema.columns().subList(0, schema.keys())));
    }

    Future<Value> meta(String table) {
        return schema(table).compose(schema -> {
            Future<Flip> firstRow =
                    schema.types().contains(QType.LIST) ? few(table, 1) : Future.succeededFuture(schema.empty());
            return firstRow.map(row -> TableShape.meta(schema, row));
        });
    }

    /** {@code first} of a table, or {@code last}. */
    Future<Value> row(String table, boolean last) {
        return schema(table)
                .compose(schema -> few(table, last ? -1 : 1).map(row -> TableShape.row(row.keyed(schema.keys()))));
    }

    /** {@code count#table}. */
    Future<Value> take(long count, String table) {
        return schema(table).compose(schema -> {
            requireRoom(table, schema, count);
            return some(table, count, schema)
                    .compose(rows -> aside(count, () -> ((Flip) TakeVerb.of(count, rows)).keyed(schema.keys())));
        });
    }

    /** {@code count sublist table}. */
    Future<Value> sublist(long count, String table) {
        return schema(table)
                .compose(schema -> some(table, count, schema)
                        .map(rows -> ((Flip) TakeVerb.sublist(count, rows)).keyed(schema.keys())));
    }

    /** {@code from count sublist table}. */
    Future<Value> sublist(long from, long count, String table) {
        if (from < 0 || count < 0) {
            return schema(table).map(schema -> schema.empty().keyed(schema.keys()));
        }
        long end = from > Long.MAX_VALUE - count ? Long.MAX_VALUE : from + count;
        return schema(table)
                .compose(schema -> (end <= FEW_ROWS_MAX || isNumberHidden(schema)
                                ? some(table, end, schema).map(rows -> (Flip) TakeVerb.sublist(from, count, rows))
                                : between(table, from, end, schema))
                        .map(rows -> rows.keyed(schema.keys())));
    }

    /** The table itself. */
    Future<Value> all(String table) {
        return schema(table).compose(schema -> whole(table, schema).map(rows -> rows.keyed(schema.keys())));
    }

    /** All rows of some columns of a plain table. */
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

    /** A table as the console prints it; no more rows are asked for than that shows. */
    Future<Value> printed(String table) {
        return schema(table)
                .compose(schema -> rowCount(table)
                        .compose(rows -> few(table, ConsoleText.TABLE_ROWS_MAX)
                                .map(first ->
                                        ConsoleFormat.table(first, schema.keys(), Math.max(rows, first.size())))));
    }

    /** What a select gives, whatever it is: it is understood where the table is. */
    Future<Value> select(String table, String text) {
        JsonObject question = new JsonObject().put("op", "select").put("query", text);
        return tableClient.request(
                table,
                () -> OwnerRequests.of(vertx)
                        .request(Addresses.query(table), question, SELECT_MS_MAX)
                        .map(reply -> ((QueryResult) reply).value()));
    }

    /** The first rows, or the last where the count is negative: as many as there are, at least as many as asked for. */
    private Future<Flip> some(String table, long count, Schema schema) {
        if (count == 0) {
            return Future.succeededFuture(schema.empty());
        }
        if (Math.abs(count) > FEW_ROWS_MAX || count == Long.MIN_VALUE) {
            return many(table, count, schema);
        }
        return tableClient
                .request(table, () -> ends(table, (int) count).map(Optional::of).recover(TableQueries::noneIfRefused))
                .compose(rows -> rows.map(few -> Future.succeededFuture(few.rows()))
                        .orElseGet(() -> many(table, count, schema)));
    }

    /** The number of rows is the only field of the request that an owner can refuse, so it gives fewer rows in one reply. */
    private static Future<Optional<Rows>> noneIfRefused(Throwable failure) {
        return Failure.BAD_REQUEST.isCauseOf(failure)
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    /** The same, looked up beside the owner's event loop. */
    private Future<Flip> many(String table, long count, Schema schema) {
        return isNumberHidden(schema)
                ? whole(table, schema)
                : rowCount(table).compose(all -> {
                    if (count == Long.MIN_VALUE || Math.abs(count) >= all) {
                        return whole(table, schema);
                    }
                    // rows that are added meanwhile are cut off again; if some leave the table there may be too few
                    return between(table, count < 0 ? all + count : 0, count < 0 ? Long.MAX_VALUE : count, schema)
                            .compose(rows -> rows.size() < Math.abs(count)
                                    ? whole(table, schema)
                                    : Future.succeededFuture(rows));
                });
    }

    /** Rows by their numbers, the last one excluded, as many of them as there are. */
    private Future<Flip> between(String table, long from, long end, Schema schema) {
        return rowCount(table).compose(all -> {
            requireRoom(table, schema, Math.max(0, Math.min(end, all) - from));
            String text = "select from " + table + " where " + ROW_NUMBER + " within " + from + " " + (end - 1);
            return select(table, text).map(TableShape::unkeyed);
        });
    }

    private static boolean isNumberHidden(Schema schema) {
        return schema.columns().contains(ROW_NUMBER);
    }

    private Future<Flip> few(String table, int count) {
        return tableClient.request(table, () -> ends(table, count)).map(Rows::rows);
    }

    private Future<Rows> ends(String table, int count) {
        return count < 0 ? tables.last(table, -count, ALL_ROWS) : tables.first(table, count, ALL_ROWS);
    }

    private Future<Flip> whole(String table, Schema schema) {
        return rowCount(table).compose(count -> {
            requireRoom(table, schema, count);
            return select(table, "select from " + table).map(TableShape::unkeyed);
        });
    }

    private void requireRoom(String table, Schema schema, long count) {
        long rowBytes = 0; // at least
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

    /** Beside the event loop, where there are many rows to go through. */
    Future<Value> aside(long rows, Callable<Value> copy) {
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
