package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.LogRows;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an asynchronous message from q means. */
sealed interface TickerplantMessage {
    /** Rows, in any shape, for a table. */
    record Payload(String table, Value rows) implements TickerplantMessage {}

    /**
     * A word of the tickerplant's about itself, without rows.
     *
     * @param argument the first, or null
     */
    record Signal(String name, @Nullable Value argument) implements TickerplantMessage {}

    /** Nothing that can be used. */
    record Unusable(String reason) implements TickerplantMessage {}

    /** What kdb+tick sends when a day ends, and what TorQ does. */
    Set<String> END_OF_DAY = Set.of(".u.end", "endofday");

    /** What TorQ sends when a part of a day ends, and its log with it. */
    String END_OF_PERIOD = "endofperiod";

    /** The table that TorQ's tickerplants send heartbeats for. */
    String HEARTBEAT = "heartbeat";

    /** Has the process know these names, so that they are read when it has no room for further symbols. */
    static void intern() {
        Stream.of(END_OF_DAY, Set.of(END_OF_PERIOD, HEARTBEAT, "upd", ".u.upd"))
                .flatMap(Set::stream)
                .forEach(Atom::symbol);
    }

    /**
     * Reads a message.
     *
     * @param bareTable the table of messages that have no function name, or null when every message must have one
     */
    static TickerplantMessage of(Value message, @Nullable String bareTable) {
        if (message.equals(QFunction.GENERIC_NULL)) {
            return new Signal("flush", null); // what some q servers send when asked to empty a handle's queue
        }
        if (message instanceof ByteVector text && text.type() == QType.CHAR) {
            return new Unusable("text cannot be evaluated here");
        }
        String function = message instanceof QVector list && list.size() > 0 ? name(list.valueAt(0)) : null;
        if (function != null && message instanceof QVector call) {
            if (END_OF_DAY.contains(function) || function.equals(END_OF_PERIOD)) {
                return new Signal(function, call.size() > 1 ? call.valueAt(1) : null);
            }
            if (function.equals("upd") || function.equals(".u.upd")) {
                return upd(call);
            }
        }
        if (bareTable != null) {
            return new Payload(bareTable, message);
        }
        return new Unusable(function == null ? "no function name in front" : "unknown function " + function);
    }

    /**
     * Returns the table of a message that can be read no further than the symbols in front; null when it is no call of {@code
     * upd} that names one.
     */
    static @Nullable String table(List<String> symbols) {
        boolean isUpd = symbols.size() > 1 && LogRows.FUNCTIONS.contains(symbols.get(0));
        return isUpd ? symbols.get(1) : null;
    }

    private static TickerplantMessage upd(QVector call) {
        if (call.size() != 3) {
            return new Unusable("upd with " + (call.size() - 1) + " arguments, 2 expected");
        }
        String table = name(call.valueAt(1));
        if (table == null) {
            return new Unusable("upd without a table's name");
        }
        return table.equals(HEARTBEAT) ? new Signal(HEARTBEAT, null) : new Payload(table, call.valueAt(2));
    }

    /** A name as a symbol or as text, null for anything else. */
    private static @Nullable String name(Value value) {
        if (value instanceof Atom atom && atom.isSymbol()) {
            return ((SymbolVector) atom.item()).textAt(0);
        }
        if (value instanceof ByteVector text && text.type() == QType.CHAR) {
            return text.text();
        }
        return null;
    }
}
