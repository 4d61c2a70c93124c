package io.tickbus.tickerplant;

import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.Names;
import io.tickbus.publish.SymFilter;
import io.tickbus.q.Atom;
import io.tickbus.q.Function;
import io.tickbus.q.GeneralList;
import io.tickbus.q.IntVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.List;

/** The names that a tickerplant's clients use, and what they may say behind them. */
final class TickerplantCalls {
    private final Tickerplant tickerplant;

    private final Vertx vertx;

    private TickerplantCalls(Tickerplant tickerplant, Vertx vertx) {
        this.tickerplant = tickerplant;
        this.vertx = vertx;
    }

    /**
     * @param vertx whose worker threads read the disk
     */
    static Definitions of(Tickerplant tickerplant, Vertx vertx) {
        TickerplantCalls calls = new TickerplantCalls(tickerplant, vertx);
        return new Definitions()
                .function(".u.sub", calls::sub)
                .function(".u.upd", (caller, arguments) -> calls.upd(".u.upd", arguments))
                .function("upd", (caller, arguments) -> calls.upd("upd", arguments))
                .function(".u.end", (caller, arguments) -> calls.end(arguments))
                .slowFunction("read1", (caller, arguments) -> calls.read1(arguments))
                .slowFunction("hcount", (caller, arguments) -> calls.hcount(arguments))
                .variable(".u.i", tickerplant::count)
                .variable(".u.L", tickerplant::logName)
                .variable(".u.d", tickerplant::date)
                .variable(".u.t", () -> SymbolVector.of(tickerplant.tables().toArray(String[]::new)));
    }

    private Value sub(QConnection caller, List<Value> arguments) {
        require(arguments, 2, ".u.sub[table;syms]");
        String table = Names.of(arguments.get(0));
        if (table == null) {
            throw QError.type(".u.sub: the table is not a symbol");
        }
        return tickerplant.subscribe(caller, table, SymFilter.of(arguments.get(1)));
    }

    private Value upd(String call, List<Value> arguments) {
        require(arguments, 2, call + "[table;rows]");
        String table = Names.of(arguments.get(0));
        if (table == null) {
            throw QError.type(call + ": the table is not a symbol");
        }
        tickerplant.upd(table, arguments.get(1));
        return Function.GENERIC_NULL;
    }

    private Value end(List<Value> arguments) {
        require(arguments, 1, ".u.end[date]");
        if (!(arguments.get(0) instanceof Atom atom)
                || atom.type() != QType.DATE
                || atom.isNull()
                || Math.abs(atom.item().longAt(0)) >= IntVector.INFINITY) {
            throw QError.type(".u.end: not a date");
        }
        LocalDate date = Tickerplant.EPOCH.plusDays(atom.item().longAt(0));
        tickerplant.endOfDay(date);
        return Function.GENERIC_NULL;
    }

    /** {@code read1 (`:log;offset;length)}, the three of them in one list, as q takes them. */
    private Future<Value> read1(List<Value> arguments) {
        require(arguments, 1, "read1 (file;offset;length)");
        if (!(arguments.get(0) instanceof GeneralList list) || list.size() != 3) {
            throw QError.type("read1: (file;offset;length) expected");
        }
        String file = file(list.valueAt(0), "read1");
        long offset = whole(list.valueAt(1), "offset");
        long length = whole(list.valueAt(2), "length");
        LogDirectory logs = tickerplant.logs();
        return vertx.executeBlocking(() -> logs.read(file, offset, length), false);
    }

    private Future<Value> hcount(List<Value> arguments) {
        require(arguments, 1, "hcount file");
        String file = file(arguments.get(0), "hcount");
        LogDirectory logs = tickerplant.logs();
        return vertx.executeBlocking(() -> Atom.ofLong(logs.size(file)), false);
    }

    private static String file(Value value, String call) {
        if (value instanceof Atom atom && atom.item() instanceof SymbolVector symbol) {
            return symbol.textAt(0);
        }
        throw QError.type(call + ": the file is not a symbol");
    }

    private static long whole(Value value, String name) {
        if (value instanceof Atom atom && (atom.type() == QType.LONG || atom.type() == QType.INT)) {
            return atom.item().longAt(0);
        }
        throw QError.type("read1: the " + name + " is not a whole number");
    }

    private static void require(List<Value> arguments, int count, String call) {
        if (arguments.size() != count) {
            throw QError.rank(call + " with " + arguments.size() + " arguments");
        }
    }
}
