package io.tickbus.gateway;

import io.tickbus.access.Permission;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.AccessControl;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.Request;
import io.tickbus.server.Request.Apply;
import io.tickbus.server.Request.Constant;
import io.tickbus.server.Request.Name;
import io.tickbus.server.Request.Select;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the requests of q clients. This class defines every name that a client may use. {@link GatewayVerticle}
 * creates an instance and passes each request to {@link #evaluate}.
 *
 * <p>If the argument of a function is a table's name, the function requests only the necessary data. For example,
 * {@code count trade} requests the count and no rows. The function evaluates any other argument first, as in {@code
 * count select from trade where size>100}.
 *
 * <p>All methods belong to the gateway's event loop, and the returned futures complete on it.
 */
final class GatewayCalls {
    static final String SUPPORTED = "supported are tables, cols, keys, meta, count, first, last, n#t, n sublist t, t,"
            + " select, .u.sub, .u.add, .u.upd, upd, and the variables of .u and .z";

    /** Limit of a request's text, in bytes. Parsing a longer text would block the event loop for too long. */
    static final int TEXT_BYTES_MAX = 1 << 16;

    /** Limit of an error's text, in characters. An error's text is long if it repeats a part of a long request. */
    static final int ERROR_CHARS_MAX = 300;

    /** Matches {@code select columns from select[n] from table}. No other select from a select is supported. */
    private static final Pattern OF_FIRST_ROWS = Pattern.compile(
            "select\\s([\\w\\s,]*)\\bfrom\\s+(select\\s*\\[\\s*-?\\d{1,18}\\s*\\]\\s*from\\s+[.\\w]+\\s*)");

    private static final String OF_SELECT_NYI = "a select of a select with more than columns";
    private static final Pattern OF_SELECT = Pattern.compile("\\bfrom\\s+select\\s*\\[");
    private static final Pattern FIRST_ROWS =
            Pattern.compile("select\\s*\\[\\s*(-?\\d{1,18})\\s*\\]\\s*from\\s+[.\\w]+\\s*");

    /** Limit of long requests that run at once. Selects and requests for whole tables are long. */
    private static final int LONG_AT_ONCE_MAX = 4;

    private final TableQueries tableQueries;
    private final ConcurrencyLimit longRequests = new ConcurrencyLimit(LONG_AT_ONCE_MAX);
    private final Definitions definitions = new Definitions();
    private final CannedRequests known = new CannedRequests();

    GatewayCalls(TableQueries tableQueries, UpdCall updCall) {
        this.tableQueries = tableQueries;
        Indexing indexing = new Indexing(definitions, tableQueries);
        definitions
                .function("+", (caller, arguments) -> sum(arguments))
                .asyncFunction("upd", (caller, arguments) -> updCall.call(caller, "upd", arguments))
                .asyncFunction(".u.upd", (caller, arguments) -> updCall.call(caller, ".u.upd", arguments))
                .form("cols", of("cols", true, tableQueries::columns, GatewayCalls::columns))
                .form("keys", of("keys", true, tableQueries::keys, GatewayCalls::keys))
                .form("meta", of("meta", true, tableQueries::meta, GatewayCalls::meta))
                .form("count", of("count", false, tableQueries::count, value -> Atom.ofLong(TakeVerb.size(value))))
                .form("first", of("first", false, table -> tableQueries.row(table, false), value -> end(value, 1)))
                .form("last", of("last", false, table -> tableQueries.row(table, true), value -> end(value, -1)))
                .form("0!", (caller, call) -> unkeyed(caller, call.arguments()))
                .form("get", (caller, call) -> named(caller, call.arguments()))
                .form("value", (caller, call) -> named(caller, call.arguments()))
                .form("type", of("type", false, this::type, value -> TableShape.code(TableShape.typeCode(value))))
                .form(".Q.s", of(".Q.s", false, tableQueries::printed, ConsoleFormat::of))
                .function("_", (caller, arguments) -> drop(arguments))
                .form("#", (caller, call) -> take(caller, call.arguments()))
                .form("sublist", (caller, call) -> sublist(caller, call.arguments()))
                .otherNames((caller, name) -> readable(
                        caller,
                        name.name(),
                        name.name(),
                        () -> longRequests.submit(() -> tableQueries.all(name.name()))))
                .selects((caller, select) ->
                        readable(caller, "select", select.table(), () -> longRequests.submit(() -> select(select))))
                .indexing((caller, call) -> indexing.apply(caller, call.name(), call.arguments()));
        Namespaces.define(definitions, tableQueries);
        GrafanaRequests.define(known, this);
        JdbcRequests.define(known, this);
        PyKxRequests.define(known, this);
        QStudioRequests.define(known, this);
        TorqRequests.define(known, this);
        VsCodeRequests.define(known, this);
    }

    /** Returns the names that clients may use. The caller can define further names. */
    Definitions definitions() {
        return definitions;
    }

    /**
     * Answers a request.
     *
     * @param request a text, or a list with a function's name as its first item
     * @return the value. Fails with a {@link QError} whose text has at most {@link #ERROR_CHARS_MAX} characters. A
     *     {@code nyi} error lists what is supported.
     */
    Future<Value> evaluate(QConnection caller, Value request) {
        Future<Value> answer;
        try {
            requireShort(request);
            Future<Value> answered = known.answer(caller, request);
            answer = answered != null
                    ? answered
                    : explained(() -> definitions.evaluate(caller, ClientText.plain(request)));
        } catch (QError error) {
            answer = Future.failedFuture(error);
        }
        return answer.recover(
                failure -> Future.failedFuture(failure instanceof QError error ? new QError(shown(error)) : failure));
    }

    /**
     * Answers the user's text that a client program has wrapped in one of the {@link CannedRequests}. The text itself
     * is not compared with these requests.
     *
     * @return the value. Every failure is a {@link QError}.
     */
    Future<Value> evaluateText(QConnection caller, String text) {
        ByteVector chars = ByteVector.chars(text);
        return explained(() -> {
            requireShort(chars);
            return definitions.evaluate(caller, ClientText.plain(chars));
        });
    }

    /**
     * Returns the tables that the caller's user may read, with their schemas and row counts, in alphabetical order.
     *
     * @throws QError {@code access} if the caller's user may not read
     */
    Future<List<TableQueries.Listed>> tables(QConnection caller) {
        AccessControl.require(caller, Permission.READ, "tables");
        return tableQueries.listed(table -> caller.rights().may(Permission.READ, table));
    }

    /**
     * Runs work on a worker thread if the work reads many rows, otherwise at once. The future completes on the event
     * loop.
     */
    Future<Value> runAside(long rows, Callable<Value> work) {
        return tableQueries.runAside(rows, work);
    }

    /** Returns an error's text, cut to {@link #ERROR_CHARS_MAX} characters. */
    static String shown(QError error) {
        String text = error.text();
        return text.length() > ERROR_CHARS_MAX ? text.substring(0, ERROR_CHARS_MAX) + ".." : text;
    }

    private static Future<Value> explained(Supplier<Future<Value>> answers) {
        Future<Value> answer;
        try {
            answer = answers.get();
        } catch (QError error) {
            answer = Future.failedFuture(error);
        }
        return answer.recover(failure -> Future.failedFuture(
                failure instanceof QError error && error.kind() == QError.Kind.NYI
                        ? new QError(shown(error) + "; " + SUPPORTED)
                        : failure));
    }

    private static void requireShort(Value request) {
        if (request instanceof ByteVector text && text.size() > TEXT_BYTES_MAX) {
            throw new QError("limit: a text of " + text.size() + " bytes, the limit is " + TEXT_BYTES_MAX
                    + "; send rows and long lists in a call");
        }
        if (request instanceof GeneralList call && call.size() > 0 && call.valueAt(0) instanceof ByteVector) {
            requireShort(call.valueAt(0));
        }
    }

    /**
     * Returns the evaluator of a function with one argument.
     *
     * @param bySymbol true if a symbol names a table, as in {@code cols`trade}
     * @param ofTable answers for a table's name
     * @param ofValue answers for any other value
     */
    private Definitions.Evaluator<Apply> of(
            String function,
            boolean bySymbol,
            Function<String, Future<Value>> ofTable,
            Function<Value, Value> ofValue) {
        return (caller, call) -> {
            List<Request> arguments = call.arguments();
            if (arguments.size() != 1) {
                throw QError.rank(function + " with " + arguments.size() + " arguments");
            }
            String table = table(arguments.get(0), bySymbol);
            return table != null
                    ? readable(caller, function, table, () -> ofTable.apply(table))
                    : definitions.evaluate(caller, arguments.get(0)).map(ofValue);
        };
    }

    private static Future<Value> readable(
            QConnection caller, String call, String table, Supplier<Future<Value>> request) {
        AccessControl.require(caller, Permission.READ, call, table);
        return request.get().onSuccess(answer -> caller.audit().asked(table, TakeVerb.size(answer)));
    }

    private @Nullable String table(Request argument, boolean bySymbol) {
        if (argument instanceof Name name && !definitions.isDefined(name.name())) {
            return name.name();
        }
        return bySymbol
                        && argument instanceof Constant constant
                        && constant.value() instanceof Atom atom
                        && atom.item() instanceof SymbolVector symbol
                ? symbol.textAt(0)
                : null;
    }

    /**
     * Answers a select. Table browsers read pages with {@code select[n] from t}. The gateway answers this form itself,
     * because the owner does not support it. The owner evaluates every other select.
     */
    private Future<Value> select(Select select) {
        Matcher some = FIRST_ROWS.matcher(select.text());
        if (some.matches()) {
            return tableQueries.sublist(Long.parseLong(some.group(1)), select.table());
        }
        Matcher ofSome = OF_FIRST_ROWS.matcher(select.text());
        if (ofSome.matches()) {
            String[] columns = ofSome.group(1).strip().split("\\s*,\\s*", -1);
            if (Arrays.stream(columns).anyMatch(column -> column.matches(".*\\s.*"))) {
                throw QError.nyi(OF_SELECT_NYI);
            }
            return select(new Select(select.table(), ofSome.group(2), 0))
                    .map(rows -> columns[0].isEmpty() ? rows : TableShape.project(rows, List.of(columns)));
        }
        if (OF_SELECT.matcher(select.text()).find()) {
            throw QError.nyi(OF_SELECT_NYI);
        }
        return tableQueries.select(select.table(), select.inPlace());
    }

    /**
     * Evaluates {@code n _ list}. The result lacks the first n items. If n is negative, the result lacks the last
     * items.
     */
    private static Value drop(List<Value> arguments) {
        if (arguments.size() != 2 || !(arguments.get(0) instanceof Atom)) {
            throw QError.nyi("_ with anything but a number on the left");
        }
        long count = TakeVerb.counts(arguments.get(0))[0];
        long size = TakeVerb.size(arguments.get(1));
        return count < 0
                ? TakeVerb.sublist(0, Math.max(0, size + count), arguments.get(1))
                : TakeVerb.sublist(count, size, arguments.get(1));
    }

    private Future<Value> type(String table) {
        return tableQueries
                .schema(table)
                .map(schema -> TableShape.code(schema.keys() == 0 ? TableShape.TABLE : TableShape.DICTIONARY));
    }

    private Future<Value> take(QConnection caller, List<Request> arguments) {
        return definitions.evaluate(caller, left("#", arguments)).compose(left -> {
            long[] counts = TakeVerb.counts(left);
            if (counts.length > 1) {
                throw QError.nyi("# with more than one number on the left");
            }
            String table = table(arguments.get(1), false);
            return table != null
                    ? readable(caller, "#", table, () -> tableQueries.take(counts[0], table))
                    : definitions.evaluate(caller, arguments.get(1)).map(value -> takeValue(counts[0], value));
        });
    }

    private Value takeValue(long count, Value value) {
        if (Math.abs(count) > TakeVerb.size(value)) {
            throw QError.nyi("# past the end of what is no table by name; sublist ends there");
        }
        return TakeVerb.of(count, value);
    }

    private Future<Value> sublist(QConnection caller, List<Request> arguments) {
        return definitions.evaluate(caller, left("sublist", arguments)).compose(left -> {
            long[] counts = TakeVerb.counts(left);
            String table = table(arguments.get(1), false);
            if (table != null) {
                return readable(
                        caller,
                        "sublist",
                        table,
                        () -> counts.length == 1
                                ? tableQueries.sublist(counts[0], table)
                                : tableQueries.sublist(counts[0], counts[1], table));
            }
            return definitions
                    .evaluate(caller, arguments.get(1))
                    .map(value -> counts.length == 1
                            ? TakeVerb.sublist(counts[0], value)
                            : TakeVerb.sublist(counts[0], counts[1], value));
        });
    }

    private static Request left(String function, List<Request> arguments) {
        if (arguments.size() != 2) {
            throw QError.rank(function + " with " + arguments.size() + " arguments");
        }
        return arguments.get(0);
    }

    /** Evaluates {@code 0!t}. Returns the rows without a key. */
    private Future<Value> unkeyed(QConnection caller, List<Request> arguments) {
        return definitions
                .evaluate(caller, arguments.get(0))
                .map(value -> TableShape.isTable(value) ? TableShape.unkeyed(value) : value);
    }

    /** Evaluates {@code get `t}. Returns the value of a name. Any other argument is not supported. */
    private Future<Value> named(QConnection caller, List<Request> arguments) {
        if (arguments.size() != 1) {
            throw QError.rank("get and value have one argument");
        }
        String table = table(arguments.get(0), true);
        if (table == null) {
            throw QError.nyi("get and value of anything but a name");
        }
        return definitions.evaluate(caller, new Name(table));
    }

    private static Value columns(Value value) {
        return TableShape.symbols(
                TableShape.unkeyed(requireTable("cols", value)).names());
    }

    private static Value keys(Value value) {
        Value table = requireTable("keys", value);
        int keys = schema(table).keys();
        return TableShape.symbols(TableShape.unkeyed(table).names().subList(0, keys));
    }

    private static Value meta(Value value) {
        Value table = requireTable("meta", value);
        return TableShape.meta(schema(table), TableShape.unkeyed(table));
    }

    private static Schema schema(Value table) {
        return table instanceof QDictionary keyed ? Schema.of(keyed) : Schema.of((Flip) table);
    }

    private static Value requireTable(String function, Value value) {
        if (!TableShape.isTable(value)) {
            throw QError.type(function + " of what is no table");
        }
        return value;
    }

    /** Returns the first item or row of a value if the count is 1. Returns the last item or row if the count is -1. */
    private static Value end(Value value, int count) {
        if (TableShape.isTable(value)) {
            return TableShape.row(TakeVerb.sublist(count, value));
        }
        return value instanceof QVector vector ? TableShape.cell((QVector) TakeVerb.sublist(count, vector)) : value;
    }

    /** Adds two long atoms. Some clients send a sum to check that the server answers. */
    private static Value sum(List<Value> arguments) {
        long total = 0;
        for (Value argument : arguments) {
            if (!(argument instanceof Atom atom) || atom.type() != QType.LONG) {
                throw QError.nyi("+ of anything but two longs");
            }
            long term = atom.item().longAt(0);
            total = term == LongVector.NULL || total == LongVector.NULL ? LongVector.NULL : total + term;
        }
        return Atom.ofLong(total);
    }
}
