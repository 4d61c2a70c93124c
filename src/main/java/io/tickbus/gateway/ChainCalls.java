package io.tickbus.gateway;

import io.tickbus.publish.Names;
import io.tickbus.publish.SymFilter;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.Right;
import io.vertx.core.Future;
import java.util.List;

/** The names that clients of a tickerplant use, for the chained one. */
final class ChainCalls {
    private ChainCalls() {}

    /** Adds {@code .u.sub}, {@code .u.i}, {@code .u.L}, {@code .u.d} and {@code .u.t}. */
    static void define(Definitions definitions, Chain chain) {
        definitions
                .slowFunction(".u.sub", (caller, arguments) -> sub(chain, caller, arguments))
                .variable(".u.i", chain::count)
                .variable(".u.L", chain::logName)
                .variable(".u.d", chain::date)
                .variable(".u.t", () -> SymbolVector.of(chain.tables().toArray(String[]::new)));
    }

    private static Future<Value> sub(Chain chain, QConnection caller, List<Value> arguments) {
        Access.require(caller, Right.READ, ".u.sub");
        if (arguments.size() != 2) {
            throw QError.rank(".u.sub[table;syms] with " + arguments.size() + " arguments");
        }
        String table = Names.of(arguments.get(0));
        if (table == null) {
            throw QError.type(".u.sub: the table is not a symbol");
        }
        return chain.subscribe(caller, table, SymFilter.of(arguments.get(1)));
    }
}
