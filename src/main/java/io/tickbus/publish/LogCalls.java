package io.tickbus.publish;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Answers q IPC calls of clients that read a tickerplant's logs. The gateway and the embedded tickerplant use this
 * class. Stateless and thread-safe.
 */
public final class LogCalls {
    private LogCalls() {}

    /**
     * Answers {@code read1 (`:log;offset;length)}. As in q, the call has one argument, a list of three items.
     *
     * @param vertx runs the read on a worker thread
     * @return the bytes. Fails as {@link LogDirectory#read} does.
     */
    public static Future<Value> read1(LogDirectory logs, Vertx vertx, List<Value> arguments) {
        require(arguments, "read1 (file;offset;length)");
        if (!(arguments.get(0) instanceof GeneralList list) || list.size() != 3) {
            throw QError.type("read1: (file;offset;length) expected");
        }
        String file = file(list.valueAt(0), "read1");
        long offset = whole(list.valueAt(1), "offset");
        long length = whole(list.valueAt(2), "length");
        return vertx.executeBlocking(() -> logs.read(file, offset, length), false);
    }

    /**
     * Answers {@code hcount `:log}.
     *
     * @param vertx runs the disk access on a worker thread
     * @return the size of the log in bytes. Fails as {@link LogDirectory#size} does.
     */
    public static Future<Value> hcount(LogDirectory logs, Vertx vertx, List<Value> arguments) {
        require(arguments, "hcount file");
        String file = file(arguments.get(0), "hcount");
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

    private static void require(List<Value> arguments, String call) {
        if (arguments.size() != 1) {
            throw QError.rank(call + " with " + arguments.size() + " arguments");
        }
    }
}
