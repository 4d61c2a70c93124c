package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requests and replies of {@code .u.sub}. A reply is a pair of a table's name and its schema, or a list of these
 * pairs.
 *
 * <p>The subscription message also requests the log's name and message count. The tickerplant executes this message in
 * one step. Afterwards it therefore pushes exactly the messages after this count. Stateless.
 */
final class SubscribeProtocol {
    /**
     * The tickerplant's log at the time of the subscription.
     *
     * @param messages number of logged messages that were published before the subscription
     * @param log the log's name, as the tickerplant reports it
     */
    record Coordinates(long messages, String log) {}

    /**
     * The reply to a subscription.
     *
     * @param log the log with the rows from before the subscription; null if it is unknown
     * @param logless why the log is unknown; empty if it is known
     * @param refused true if q has refused to name its log; a log may exist
     */
    record Reply(List<Subscribed> tables, @Nullable Coordinates log, String logless, boolean refused) {
        /** Returns this reply with more tables. */
        Reply and(List<Subscribed> more) {
            return new Reply(Stream.concat(tables.stream(), more.stream()).toList(), log, logless, refused);
        }
    }

    private static final String COORDINATES = ".u `i`L";
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z.][A-Za-z0-9._]*");

    /**
     * One subscribed table.
     *
     * @param columns the table's schema; null if it cannot be used
     * @param rows the current rows of a keyed table; for other tables, the rows that the tickerplant has in memory
     * @param unusable why the schema cannot be used; empty if it can be used
     */
    record Subscribed(String table, @Nullable Schema columns, Flip rows, String unusable) {
        Subscribed(String table, Schema schema, Flip rows) {
            this(table, schema, rows, "");
        }

        /** Returns a table of q that cannot be used, with the reason. */
        static Subscribed unusable(String table, String reason) {
            return new Subscribed(table, null, new Flip(List.of(), List.of()), reason);
        }

        boolean isUsable() {
            return columns != null;
        }

        /** Returns the schema of a usable table. */
        Schema schema() {
            return Objects.requireNonNull(columns, unusable);
        }

        /** Returns whether the reply has all rows of the table. No row must then be replayed. */
        boolean isSnapshot() {
            return schema().keys() > 0;
        }
    }

    private SubscribeProtocol() {}

    /** Returns the request for one table. An empty name requests all tables. */
    static Value request(String table, List<String> syms) {
        return new GeneralList(Atom.symbol(".u.sub"), Atom.symbol(table), filter(syms));
    }

    /**
     * Returns the request for the named tables and for the log's name and message count. An empty list requests all tables.
     * The request is text, like the requests of kdb+tick's own subscribers.
     */
    static Value requestWithLog(List<String> tables, List<String> syms) {
        if (!Stream.concat(tables.stream(), syms.stream()).allMatch(LITERAL.asMatchPredicate())) {
            return requestWithArguments(tables, syms);
        }
        String symsText = syms.isEmpty() ? "`" : "`" + String.join("`", syms);
        String calls = tables.stream().map(table -> sub(table, symsText)).collect(Collectors.joining(";"));
        String what = tables.isEmpty() ? sub("", symsText) : tables.size() == 1 ? calls : "(" + calls + ")";
        return ByteVector.chars("(" + what + ";" + COORDINATES + ")");
    }

    /**
     * Returns the request of {@link #requestWithLog} as a function with arguments. It is needed if a name cannot be
     * written as a symbol literal.
     */
    private static Value requestWithArguments(List<String> tables, List<String> syms) {
        String what = tables.isEmpty() ? ".u.sub[;s]t" : ".u.sub[;s]each t";
        Value names = tables.isEmpty() ? Atom.symbol("") : SymbolVector.of(tables.toArray(String[]::new));
        return new GeneralList(ByteVector.chars("{[t;s](" + what + ";" + COORDINATES + ")}"), names, filter(syms));
    }

    private static String sub(String table, String syms) {
        return ".u.sub[`" + table + ";" + syms + "]";
    }

    private static Value filter(List<String> syms) {
        return syms.isEmpty() ? Atom.symbol("") : SymbolVector.of(syms.toArray(String[]::new));
    }

    /** Decodes the reply to {@link #requestWithLog}. */
    static Reply withLog(Value reply) throws IOException {
        if (reply instanceof QVector list && list.size() == 2 && !(list.valueAt(0) instanceof Atom)) {
            Coordinates log = coordinates(list.valueAt(1));
            return new Reply(tables(list.valueAt(0)), log, log == null ? "the tickerplant tells of no log" : "", false);
        }
        throw unexpected(reply);
    }

    private static @Nullable Coordinates coordinates(Value reply) {
        if (reply instanceof QVector pair
                && pair.size() == 2
                && pair.valueAt(0) instanceof Atom count
                && (count.type() == QType.LONG || count.type() == QType.INT)
                && !count.isNull()
                && count.item().longAt(0) >= 0
                && pair.valueAt(1) instanceof Atom name
                && name.isSymbol()) {
            String log = ((SymbolVector) name.item()).textAt(0);
            String path = log.startsWith(":") ? log.substring(1) : log;
            return path.isEmpty() ? null : new Coordinates(count.item().longAt(0), path);
        }
        return null;
    }

    /**
     * Decodes the reply to {@link #request}. If its first item is a symbol atom, the reply is one pair. Otherwise it is a
     * list of pairs.
     */
    static List<Subscribed> tables(Value reply) throws IOException {
        if (!(reply instanceof QVector list)) {
            throw unexpected(reply);
        }
        if (list.size() > 0 && list.valueAt(0) instanceof Atom) {
            return List.of(pair(list));
        }
        List<Subscribed> tables = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (!(list.valueAt(i) instanceof QVector pair)) {
                throw unexpected(list.valueAt(i));
            }
            tables.add(pair(pair));
        }
        if (tables.isEmpty()) {
            throw new IOException(".u.sub replied no tables");
        }
        return tables;
    }

    private static Subscribed pair(QVector pair) throws IOException {
        if (pair.size() != 2 || !(pair.valueAt(0) instanceof Atom name) || !name.isSymbol()) {
            throw unexpected(pair);
        }
        String table = ((SymbolVector) name.item()).textAt(0);
        Value schema = pair.valueAt(1);
        try {
            if (schema instanceof Flip rows) {
                return new Subscribed(table, Schema.of(rows), rows);
            }
            if (schema instanceof QDictionary keyed && keyed.isKeyedTable()) {
                return new Subscribed(table, Schema.of(keyed), keyed.unkeyed());
            }
        } catch (IllegalArgumentException unusable) {
            return Subscribed.unusable(table, "the schema of " + table + " cannot be used: " + unusable.getMessage());
        }
        if (schema instanceof ByteVector text) {
            return Subscribed.unusable(table, ".u.sub replied for " + table + ": " + text.text());
        }
        if (schema instanceof QVector list && pair instanceof GeneralList) {
            return Subscribed.unusable(table, ".u.sub replied for " + table + ": no schema, but a " + list.type());
        }
        throw unexpected(schema);
    }

    private static IOException unexpected(Value reply) {
        return new IOException(".u.sub replied neither a table's name and schema nor a list of them, but "
                + ConsoleText.line(reply, ConsoleText.COLUMNS));
    }
}
