package io.tickbus.client;

import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
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
 * Questions about tables, one request each, about the table as it is when its owner reads the request. A question that the owner has
 * not answered when it is replaced is asked again of the new owner.
 *
 * <p>{@code where} lets through the rows that have these values in these columns, all of them; an empty one lets all
 * through. Values are written as in {@link io.tickbus.event.RowsJson}: a null is null, a symbol, temporal or guid a
 * text.
 *
 * <p>Futures fail with a {@link ReplyException}: {@link ReplyFailure#NO_HANDLERS} if there is no owner or it has no
 * such table, {@link ReplyFailure#TIMEOUT} if it does not answer within {@link #ANSWER_MS_MAX}, {@link
 * Failure#NOT_OWNER} if owners change just now, {@link Failure#BAD_REQUEST} naming a column or a value that the table
 * cannot have, {@link Failure#LIMIT} if too much is asked at once. All may be asked again. They are called on the
 * Vert.x context that asked.
 */
public final class Tables {
    /** The time for an answer. */
    public static final int ANSWER_MS_MAX = 10_000;

    private record Part(String part, String name, String node) {}

    private final Vertx vertx;

    public Tables(Vertx vertx) {
        QCodec.registerAll(vertx);
        this.vertx = vertx;
    }

    /** What the owner says of each of its tables, in the order of their making. */
    public Future<List<JsonObject>> list() {
        return request(JsonArray.class, Addresses.TABLES, new JsonObject())
                .map(tables -> tables.stream().map(JsonObject.class::cast).toList());
    }

    /** A table's columns, its key in front. */
    public Future<Schema> schema(String table) {
        return request(JsonObject.class, Addresses.query(table), op("schema")).map(Tables::schema);
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

    /** The number of rows; of a keyed table, of its keys. */
    public Future<Long> count(String table, JsonObject where) {
        return request(JsonObject.class, Addresses.query(table), op("count").put("where", where))
                .map(reply -> reply.getLong("count"));
    }

    /**
     * Returns the first rows. Those of a table with a key come in the order in which their keys came, and where to read on is its
     * beginning if there are more.
     *
     * @param rows at most, 1 to {@code store.fetchRowsMax} of the owner
     */
    public Future<Rows> first(String table, int rows, JsonObject where) {
        return request(
                Rows.class,
                Addresses.query(table),
                op("first").put("rows", rows).put("where", where));
    }

    /**
     * Returns the last rows, in the table's order; of a table with a key in the order in which their keys came.
     *
     * @param rows at most, 1 to {@code store.fetchRowsMax} of the owner
     */
    public Future<Rows> last(String table, int rows, JsonObject where) {
        return request(
                Rows.class, Addresses.query(table), op("last").put("rows", rows).put("where", where));
    }

    /**
     * Listens to the states that the parts of Tickbus publish every {@link Status#PERIOD_MS}: the last one of each
     * part.
     *
     * @param listenMs for how long
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

    private <T> Future<T> request(Class<T> type, String address, Object body) {
        return OwnerRequests.of(vertx).request(address, body, ANSWER_MS_MAX).map(type::cast);
    }
}
