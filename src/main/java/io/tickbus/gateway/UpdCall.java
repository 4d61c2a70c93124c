package io.tickbus.gateway;

import io.tickbus.client.OwnerRequests;
import io.tickbus.event.Batch;
import io.tickbus.publish.ClientNames;
import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.server.AccessControl;
import io.tickbus.server.Permission;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.UpdRows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;

/**
 * {@code .u.upd[table;rows]}: rows of a client for a table. They come as to a tickerplant, which puts the local time in front
 * where a table begins with {@code time} and the rows do not; the owner takes them by the same checks as an application's.
 */
final class UpdCall {
    /** The time for the owner's answer, in milliseconds. */
    private static final long ANSWER_MS_MAX = 30_000;

    private final Vertx vertx;
    private final TableClient tableClient;
    private final TableQueries questions;
    private final Clock clock;

    UpdCall(Vertx vertx, TableClient tableClient, TableQueries questions, Clock clock) {
        this.vertx = vertx;
        this.tableClient = tableClient;
        this.questions = questions;
        this.clock = clock;
    }

    /**
     * Answers {@code ::} once the rows are in the table. Fails with none of the rows there, unless the failure says that they may have
     * been applied.
     */
    Future<Value> call(QConnection caller, String name, List<Value> arguments) {
        AccessControl.require(caller, Permission.APPEND, name);
        if (arguments.size() != 2) {
            throw QError.rank(name + "[table;rows] with " + arguments.size() + " arguments");
        }
        String table = ClientNames.of(arguments.get(0));
        if (table == null) {
            throw QError.type(name + ": the table is not a symbol");
        }
        Value sent = arguments.get(1);
        Value rows = sent instanceof QDictionary keyed && keyed.isKeyedTable() ? keyed.unkeyed() : sent;
        return questions.schema(table).compose(schema -> {
            Flip fitting = rows instanceof Flip flip && hasColumnsOf(schema, flip)
                    ? flip // the owner brings them into its order
                    : UpdRows.of(table, schema, rows, LocalDateTime.now(clock)).table();
            return append(table, fitting);
        });
    }

    private static boolean hasColumnsOf(Schema schema, Flip rows) {
        return rows.names().size() == schema.width() && new HashSet<>(rows.names()).containsAll(schema.columns());
    }

    private Future<Value> append(String table, Flip rows) {
        Batch batch = Batch.of(table, rows);
        return tableClient
                .request(table, () -> OwnerRequests.of(vertx).append(table, batch, ANSWER_MS_MAX))
                .map(QFunction.GENERIC_NULL);
    }
}
