package io.tickbus.gateway;

import io.tickbus.access.Permission;
import io.tickbus.client.OwnerRequests;
import io.tickbus.event.Batch;
import io.tickbus.publish.ClientNames;
import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.server.AccessControl;
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
 * Evaluates {@code .u.upd[table;rows]} and {@code upd}, which append a client's rows to a table. {@link GatewayCalls}
 * uses this class. As in a tickerplant, rows without the first column {@code time} receive the local time. The owner
 * validates the rows exactly as it validates a bus append. Belongs to the gateway's event loop.
 */
final class UpdCall {
    /** Time that the gateway waits for the owner's answer, in ms. */
    private static final long ANSWER_MS_MAX = 30_000;

    private final Vertx vertx;
    private final TableClient tableClient;
    private final TableQueries tableQueries;
    private final Clock clock;

    UpdCall(Vertx vertx, TableClient tableClient, TableQueries tableQueries, Clock clock) {
        this.vertx = vertx;
        this.tableClient = tableClient;
        this.tableQueries = tableQueries;
        this.clock = clock;
    }

    /**
     * Appends the rows.
     *
     * @param name the name of the called function, for messages
     * @param arguments the table's name and the rows
     * @return the generic null after all rows are in the table. Every failure is a {@link QError}. After a failure, no
     *     row is in the table, unless the text says that rows may have been applied.
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
        AccessControl.require(caller, Permission.APPEND, name, table);
        Value sent = arguments.get(1);
        Value rows = sent instanceof QDictionary keyed && keyed.isKeyedTable() ? keyed.unkeyed() : sent;
        return tableQueries.schema(table).compose(schema -> {
            Flip fitting = rows instanceof Flip flip && hasColumnsOf(schema, flip)
                    // The columns can have any order, because the owner reorders them.
                    ? flip
                    : UpdRows.of(table, schema, rows, LocalDateTime.now(clock)).table();
            return append(table, fitting).onSuccess(appended -> caller.audit().appended(table, fitting.size()));
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
