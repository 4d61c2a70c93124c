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

/** The meaning of a message that q has pushed or logged. {@link PushHandler} and {@link Replay} use it. */
sealed interface TickerplantMessage {
    /** Rows of a table, in any shape. */
    record Payload(String table, Value rows) implements TickerplantMessage {}

    /**
     * A message without rows, in which the tickerplant reports an event such as the end of a day.
     *
     * @param argument the first argument, or null
     */
    record Signal(String name, @Nullable Value argument) implements TickerplantMessage {}

    /** A message that cannot be interpreted. */
    record Unusable(String reason) implements TickerplantMessage {}

    /** The names of the signal that ends a day: kdb+tick's name and TorQ's name. */
    Set<String> END_OF_DAY = Set.of(".u.end", "endofday");

    /** The name of TorQ's signal that ends a period within a day and the log of that period. */
    String END_OF_PERIOD = "endofperiod";

    /** The table of the heartbeats of TorQ's tickerplants. */
    String HEARTBEAT = "heartbeat";

    /** Interns all known names, so that they can be decoded even if there is no room for new symbols. */
    static void intern() {
        Stream.of(END_OF_DAY, Set.of(END_OF_PERIOD, HEARTBEAT, "upd", ".u.upd"))
                .flatMap(Set::stream)
                .forEach(Atom::symbol);
    }

    /**
     * Interprets a message.
     *
     * @param bareTable the table of messages without a function name; null if each message must name its function
     */
    static TickerplantMessage of(Value message, @Nullable String bareTable) {
        if (message.equals(QFunction.GENERIC_NULL)) {
            // Some q servers send this message to flush their queue.
            return new Signal("flush", null);
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
     * Returns the table's name from the first symbols of a message that could only be decoded in part. Returns null if
     * the message is not a call of {@code upd} with a table.
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

    /** Returns the text of a symbol or of a char vector. Returns null for any other value. */
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
