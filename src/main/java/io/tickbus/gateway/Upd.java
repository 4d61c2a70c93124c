package io.tickbus.gateway;

import io.tickbus.client.OwnerRequests;
import io.tickbus.event.Batch;
import io.tickbus.publish.Names;
import io.tickbus.q.Dictionary;
import io.tickbus.q.Flip;
import io.tickbus.q.Function;
import io.tickbus.q.Value;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.Right;
import io.tickbus.server.UpdRows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;

/**
 * {@code .u.upd[table;rows]}: rows of a client for a table. They come as to a tickerplant, which puts the local time in front
 * where a table begins with {@code time} and the rows do not; the owner takes them by the same checks as an application's.
 */
final class Upd {
    /** The time for the owner's answer, in milliseconds. */
    private static final long ANSWER_MS_MAX = 30_000;

    private final Vertx vertx;
    private final Owner owner;
    private final TableQuestions questions;
    private final Clock clock;

    Upd(Vertx vertx, Owner owner, TableQuestions questions, Clock clock) {
        this.vertx = vertx;
        this.owner = owner;
        this.questions = questions;
        this.clock = clock;
    }

    /**
     * Answers {@code ::} once the rows are in the table. Fails with none of the rows there, unless the failure says that they may have
     * been applied.
     */
    Future<Value> call(QConnection caller, String name, List<Value> arguments) {
        Access.require(caller, Right.APPEND, name);
        if (arguments.size() != 2) {
            throw QError.rank(name + "[table;rows] with " + arguments.size() + " arguments");
        }
        String table = Names.of(arguments.get(0));
        if (table == null) {
            throw QError.type(name + ": the table is not a symbol");
        }
        Value sent = arguments.get(1);
        Value rows = sent instanceof Dictionary keyed && keyed.isKeyedTable() ? keyed.unkeyed() : sent;
        return questions.schema(table).compose(schema -> {
            boolean whole = rows instanceof Flip flip && flip.names().size() == schema.width();
            Flip fitting = whole
                    ? (Flip) rows // by name, in any order
                    : UpdRows.of(table, schema, rows, LocalDateTime.now(clock)).table();
            return append(table, fitting);
        });
    }

    private Future<Value> append(String table, Flip rows) {
        Batch batch = Batch.of(table, rows);
        return owner.ask(table, () -> OwnerRequests.of(vertx).append(table, batch, ANSWER_MS_MAX))
                .map(Function.GENERIC_NULL);
    }
}
