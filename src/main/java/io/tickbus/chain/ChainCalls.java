package io.tickbus.chain;

import io.tickbus.access.Permission;
import io.tickbus.publish.ClientNames;
import io.tickbus.publish.LogCalls;
import io.tickbus.publish.LogDirectory;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.AccessControl;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Defines the calls that a tickerplant's clients use. A {@link ChainedTickerplant} answers the calls. Every call
 * requires the permission {@code READ}, and the log requires it for all tables. To a user with fewer tables, {@code
 * .u.i} and {@code .u.L} look as without a log. A subscription to all tables is one to those that the user may read.
 * Runs on the event loop of the chained tickerplant.
 */
final class ChainCalls {
    private ChainCalls() {}

    /**
     * Defines {@code .u.sub}, {@code .u.add}, {@code .u.i}, {@code .u.L}, {@code .u.d}, {@code .u.t} and {@code .u.w}.
     * Also defines {@code read1} and {@code hcount}, with which clients read the logs.
     *
     * @param vertx provides the worker threads that read the disk
     */
    static void define(Definitions definitions, ChainedTickerplant chain, Vertx vertx) {
        definitions
                .asyncFunction(
                        "read1", (caller, arguments) -> LogCalls.read1(logs(chain, caller, "read1"), vertx, arguments))
                .asyncFunction(
                        "hcount",
                        (caller, arguments) -> LogCalls.hcount(logs(chain, caller, "hcount"), vertx, arguments))
                .asyncFunction(".u.sub", (caller, arguments) -> sub(chain, caller, arguments))
                .asyncFunction(".u.add", (caller, arguments) -> add(chain, caller, arguments))
                .callersVariable(".u.i", caller -> AccessControl.ofLog(caller, chain::count))
                .callersVariable(".u.L", caller -> AccessControl.ofLog(caller, chain::logName))
                .variable(".u.d", chain::date)
                .callersVariable(
                        ".u.t",
                        caller -> SymbolVector.of(AccessControl.readable(caller, ".u.t", chain.tables())
                                .toArray(String[]::new)))
                .callersVariable(".u.w", caller -> {
                    AccessControl.requireAll(caller, Permission.READ, ".u.w");
                    return chain.subscribers();
                });
    }

    private static LogDirectory logs(ChainedTickerplant chain, QConnection caller, String call) {
        AccessControl.requireAll(caller, Permission.READ, call);
        return chain.logs(caller);
    }

    private static Future<Value> sub(ChainedTickerplant chain, QConnection caller, List<Value> arguments) {
        String table = table(caller, ".u.sub", arguments);
        return chain.subscribe(caller, table, ClientNames.filter(arguments.get(1)))
                .onSuccess(answer -> subscribed(caller, table));
    }

    private static void subscribed(QConnection caller, String table) {
        caller.subscribed();
        caller.audit().subscribed(table);
    }

    private static Future<Value> add(ChainedTickerplant chain, QConnection caller, List<Value> arguments) {
        String table = table(caller, ".u.add", arguments);
        if (table.isEmpty()) {
            throw QError.nyi(".u.add of all tables; .u.sub subscribes to them");
        }
        return chain.add(caller, table, ClientNames.filter(arguments.get(1)))
                .onSuccess(answer -> subscribed(caller, table));
    }

    private static String table(QConnection caller, String call, List<Value> arguments) {
        AccessControl.require(caller, Permission.READ, call);
        if (arguments.size() != 2) {
            throw QError.rank(call + "[table;syms] with " + arguments.size() + " arguments");
        }
        String table = ClientNames.of(arguments.get(0));
        if (table == null) {
            throw QError.type(call + ": the table is not a symbol");
        }
        if (!table.isEmpty()) {
            AccessControl.require(caller, Permission.READ, call, table);
        }
        return table;
    }
}
