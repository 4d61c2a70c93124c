package io.tickbus.chain;

import io.tickbus.publish.ClientNames;
import io.tickbus.publish.LogCalls;
import io.tickbus.publish.LogDirectory;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.AccessControl;
import io.tickbus.server.Definitions;
import io.tickbus.server.Permission;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Defines the calls that a tickerplant's clients use. A {@link ChainedTickerplant} answers the calls. Every call
 * requires the permission {@code READ}. The variables {@code .u.i}, {@code .u.L} and {@code .u.d} require no
 * permission. Runs on the event loop of the chained tickerplant.
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
                .variable(".u.i", chain::count)
                .variable(".u.L", chain::logName)
                .variable(".u.d", chain::date)
                .callersVariable(".u.t", caller -> {
                    AccessControl.require(caller, Permission.READ, ".u.t");
                    return SymbolVector.of(chain.tables().toArray(String[]::new));
                })
                .callersVariable(".u.w", caller -> {
                    AccessControl.require(caller, Permission.READ, ".u.w");
                    return chain.subscribers();
                });
    }

    private static LogDirectory logs(ChainedTickerplant chain, QConnection caller, String call) {
        AccessControl.require(caller, Permission.READ, call);
        return chain.logs(caller);
    }

    private static Future<Value> sub(ChainedTickerplant chain, QConnection caller, List<Value> arguments) {
        String table = table(caller, ".u.sub", arguments);
        return chain.subscribe(caller, table, ClientNames.filter(arguments.get(1)))
                .onSuccess(answer -> caller.subscribed());
    }

    private static Future<Value> add(ChainedTickerplant chain, QConnection caller, List<Value> arguments) {
        String table = table(caller, ".u.add", arguments);
        if (table.isEmpty()) {
            throw QError.nyi(".u.add of all tables; .u.sub subscribes to them");
        }
        return chain.add(caller, table, ClientNames.filter(arguments.get(1))).onSuccess(answer -> caller.subscribed());
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
        return table;
    }
}
