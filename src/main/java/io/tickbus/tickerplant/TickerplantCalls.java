package io.tickbus.tickerplant;

import io.tickbus.access.Permission;
import io.tickbus.publish.ClientNames;
import io.tickbus.publish.LogCalls;
import io.tickbus.publish.LogDirectory;
import io.tickbus.q.DayRule;
import io.tickbus.q.QFunction;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.AccessControl;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.List;

/**
 * Defines the functions and variables that a tickerplant's clients can use, and checks the arguments of calls. {@link
 * TickerplantVerticle} uses it on the tickerplant's event loop.
 */
final class TickerplantCalls {
    private final Tickerplant tickerplant;

    private TickerplantCalls(Tickerplant tickerplant) {
        this.tickerplant = tickerplant;
    }

    /** @param vertx provides the worker threads that read the disk */
    static Definitions of(Tickerplant tickerplant, Vertx vertx) {
        TickerplantCalls calls = new TickerplantCalls(tickerplant);
        return new Definitions()
                .function(".u.sub", calls::sub)
                .function(".u.upd", (caller, arguments) -> calls.upd(caller, ".u.upd", arguments))
                .function("upd", (caller, arguments) -> calls.upd(caller, "upd", arguments))
                .function(".u.end", (caller, arguments) -> calls.end(caller, arguments))
                .asyncFunction(
                        "read1", (caller, arguments) -> LogCalls.read1(calls.logs(caller, "read1"), vertx, arguments))
                .asyncFunction(
                        "hcount",
                        (caller, arguments) -> LogCalls.hcount(calls.logs(caller, "hcount"), vertx, arguments))
                .callersVariable(".u.i", caller -> AccessControl.ofLog(caller, tickerplant::count))
                .callersVariable(".u.L", caller -> AccessControl.ofLog(caller, tickerplant::logName))
                .variable(".u.d", tickerplant::date)
                .callersVariable(
                        ".u.t",
                        caller -> SymbolVector.of(AccessControl.readable(caller, ".u.t", tickerplant.tables())
                                .toArray(String[]::new)));
    }

    private Value sub(QConnection caller, List<Value> arguments) {
        require(arguments, 2, ".u.sub[table;syms]");
        String table = ClientNames.of(arguments.get(0));
        if (table == null) {
            throw QError.type(".u.sub: the table is not a symbol");
        }
        if (table.isEmpty()) {
            AccessControl.requireAll(caller, Permission.READ, ".u.sub");
        } else {
            AccessControl.require(caller, Permission.READ, ".u.sub", table);
        }
        Value answer = tickerplant.subscribe(caller, table, ClientNames.filter(arguments.get(1)));
        caller.audit().subscribed(table);
        return answer;
    }

    private Value upd(QConnection caller, String call, List<Value> arguments) {
        require(arguments, 2, call + "[table;rows]");
        String table = ClientNames.of(arguments.get(0));
        if (table == null) {
            throw QError.type(call + ": the table is not a symbol");
        }
        AccessControl.require(caller, Permission.APPEND, call, table);
        caller.audit().appended(table, tickerplant.upd(table, arguments.get(1)));
        return QFunction.GENERIC_NULL;
    }

    private LogDirectory logs(QConnection caller, String call) {
        AccessControl.requireAll(caller, Permission.READ, call);
        return tickerplant.logs();
    }

    private Value end(QConnection caller, List<Value> arguments) {
        AccessControl.require(caller, Permission.ADMIN, ".u.end");
        require(arguments, 1, ".u.end[date]");
        LocalDate ended = DayRule.dateOf(arguments.get(0));
        if (ended == null) {
            throw QError.type(".u.end: not a date");
        }
        tickerplant.endOfDay(ended);
        return QFunction.GENERIC_NULL;
    }

    private static void require(List<Value> arguments, int count, String call) {
        if (arguments.size() != count) {
            throw QError.rank(call + " with " + arguments.size() + " arguments");
        }
    }
}
