package io.tickbus.client;

import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.tickbus.event.QueryResult;
import io.tickbus.event.Rows;
import io.tickbus.event.Status;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Queries tables. Each query is one request. The query reads the table as it was when the owner received the request.
 * If the owner is replaced before it replies, the query is sent again to the new owner. For some seconds after a change
 * of the owner, a query without a reply is sent again every few seconds, because the event bus may have lost it.
 *
 * <p>{@code where} selects the rows that have all the given values in the given columns. An empty object selects all
 * rows. Values have the form that {@link io.tickbus.event.RowsJson} describes. For example, symbols, temporals and
 * guids are texts.
 *
 * <p>Futures complete on the caller's Vert.x context. They fail with a {@link ReplyException}:
 * <ul>
 *   <li>{@link ReplyFailure#NO_HANDLERS}: there is no owner, or the owner does not have the table. In the second case,
 *     the message lists the owner's tables.
 *   <li>{@link ReplyFailure#TIMEOUT}: no reply arrived within {@link #ANSWER_MS_MAX}, or {@link #SELECT_MS_MAX} for a
 *     select.
 *   <li>{@link Failure#NOT_OWNER}: the owner is changing.
 *   <li>{@link Failure#BAD_REQUEST}: the request names a column that the table does not have, or a value that the
 *     column cannot have. The message names the column or the value.
 *   <li>{@link Failure#LIMIT}: the request exceeds a limit.
 * </ul>
 *
 * <p>A failed query can be sent again. Thread-safe.
 */
public final class Tables {
    /** The longest wait for a reply, in ms. */
    public static final int ANSWER_MS_MAX = 10_000;
    /** The longest wait for the reply to a select, in ms. */
    public static final int SELECT_MS_MAX = 60_000;

    private record Part(String part, String name, String node) {}

    private final Vertx vertx;

    /**
     * Creates an object that queries the tables on the event bus of a Vert.x instance.
     *
     * @param vertx the Vert.x instance
     */
    public Tables(Vertx vertx) {
        QCodec.registerAll(vertx);
        this.vertx = vertx;
    }

    /** {@return the owner's description of each table, in the order in which the tables were created} */
    public Future<List<JsonObject>> list() {
        return OwnerRequests.of(vertx)
                .request(Addresses.TABLES, new JsonObject(), ANSWER_MS_MAX)
                .map(JsonArray.class::cast)
                .map(tables -> tables.stream().map(JsonObject.class::cast).toList());
    }

    /**
     * {@return a table's columns} The key columns come first.
     *
     * @param table the name of the table
     */
    public Future<Schema> schema(String table) {
        return request(JsonObject.class, table, op("schema"), ANSWER_MS_MAX).map(Tables::schema);
    }

    private static Schema schema(JsonObject reply) {
        JsonObject columns = reply.getJsonObject("columns");
        List<QType> types = new ArrayList<>();
        for (String column : columns.fieldNames()) {
            QType type = QType.named(columns.getString(column));
            if (type == null) {
                throw new IllegalStateException("column " + column + " is of an unknown type: " + columns);
            }
            types.add(type);
        }
        return new Schema(
                List.copyOf(columns.fieldNames()),
                types,
                reply.getJsonArray("keys").size());
    }

    /**
     * {@return the number of rows} For a keyed table, returns the number of keys.
     *
     * @param table the name of the table
     * @param where values by column name, which the rows must have; empty for all rows
     */
    public Future<Long> count(String table, JsonObject where) {
        return request(JsonObject.class, table, op("count").put("where", where), ANSWER_MS_MAX)
                .map(reply -> reply.getLong("count"));
    }

    /**
     * {@return the first rows} In a keyed table, the rows are in the order in which their keys first arrived. If more
     * rows of a keyed table match than are returned, {@link Rows#next} is the table's first offset. A consumer that
     * starts at this offset misses no row.
     *
     * @param table the name of the table
     * @param rows the most rows to return, from 1 to the owner's {@code store.fetchRowsMax}
     * @param where values by column name, which the rows must have; empty for all rows
     */
    public Future<Rows> first(String table, int rows, JsonObject where) {
        return request(Rows.class, table, op("first").put("rows", rows).put("where", where), ANSWER_MS_MAX);
    }

    /**
     * {@return the last rows, in the table's order} In a keyed table, the rows are in the order in which their keys
     * first arrived.
     *
     * @param table the name of the table
     * @param rows the most rows to return, from 1 to the owner's {@code store.fetchRowsMax}
     * @param where values by column name, which the rows must have; empty for all rows
     */
    public Future<Rows> last(String table, int rows, JsonObject where) {
        return request(Rows.class, table, op("last").put("rows", rows).put("where", where), ANSWER_MS_MAX);
    }

    /**
     * Evaluates a {@code select} in q's language, for example {@code select size wavg price by sym from trade}. The
     * future also fails with {@link Failure#NYI} if the text uses a part of q that is not supported.
     *
     * @param query the text of the select
     * @return the result
     */
    public Future<QueryResult> select(String query) {
        try {
            return request(
                    QueryResult.class, SelectedTable.of(query), op("select").put("query", query), SELECT_MS_MAX);
        } catch (ReplyException nameless) {
            return Future.failedFuture(nameless);
        }
    }

    /**
     * {@return the last status of each subscriber and of each table verticle} Each of them publishes its status every
     * {@link Status#PERIOD_MS} ms.
     *
     * @param listenMs how long to listen, in ms
     */
    public Future<List<Status>> statuses(long listenMs) {
        Map<Part, Status> last = new LinkedHashMap<>();
        MessageConsumer<JsonObject> heard = vertx.eventBus().consumer(Addresses.STATUS, message -> {
            Status status = Status.of(message.body());
            last.put(new Part(status.part(), status.name(), status.node()), status);
        });
        return heard.completion()
                .compose(listening -> vertx.timer(listenMs, TimeUnit.MILLISECONDS))
                .eventually(heard::unregister)
                .map(over -> List.copyOf(last.values()));
    }

    private static JsonObject op(String op) {
        return new JsonObject().put("op", op);
    }

    private <T> Future<T> request(Class<T> type, String table, JsonObject body, long answerMsMax) {
        return OwnerRequests.of(vertx)
                .request(Addresses.query(table), body, answerMsMax)
                .recover(failure ->
                        ReplyFailures.hasNoHandlers(failure) ? noTable(table, failure) : Future.failedFuture(failure))
                .map(type::cast);
    }

    /** Returns a failed future that says whether there is no owner, or an owner that does not have the table. */
    private Future<Object> noTable(String table, Throwable noHandlers) {
        return OwnerRequests.of(vertx)
                .request(Addresses.TABLES, new JsonObject(), ANSWER_MS_MAX)
                .transform(reply -> {
                    Throwable missing = reply.succeeded()
                            ? MissingTable.failure(table, reply.result())
                            : ReplyFailures.noOwner(table);
                    return Future.failedFuture(missing == null ? noHandlers : missing);
                });
    }
}
