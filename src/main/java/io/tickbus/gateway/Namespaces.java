package io.tickbus.gateway;

import io.tickbus.access.Permission;
import io.tickbus.publish.ClientNames;
import io.tickbus.q.Atom;
import io.tickbus.q.QFunction;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.AccessControl;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.Request;
import io.tickbus.server.Request.Constant;
import io.tickbus.server.Request.Name;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers the listing requests of browsers and editors: {@code tables}, {@code key}, {@code views}, {@code system} and
 * {@code .Q.res}. {@link GatewayCalls} defines these functions. Their results contain the tables, the supported words
 * of q, and the names in {@code .u}. All calls come from the gateway's event loop.
 */
final class Namespaces {
    /** The supported reserved words of q. {@code .Q.res} returns them. */
    private static final List<String> RESERVED = List.of(
            "avg", "by", "dev", "enlist", "from", "in", "last", "like", "max", "min", "select", "sum", "wavg",
            "within");
    /**
     * The supported functions of q's namespace {@code .q}. Editors use these names and the reserved words to colour
     * code.
     */
    private static final List<String> FUNCTIONS = List.of(
            "", "and", "cols", "count", "first", "get", "key", "keys", "meta", "neg", "not", "null", "or", "sublist",
            "system", "tables", "type", "value", "views", "where", "xbar");

    private static final short FUNCTION = 100;

    /**
     * A name in a namespace.
     *
     * @param typeCode the number that q's {@code type} returns for the name's value
     * @param count the number that q's {@code count} returns for the name's value
     */
    record Entry(String name, short typeCode, long count) {}

    private Namespaces() {}

    static void define(Definitions definitions, TableQueries tableQueries) {
        definitions
                .asyncFunction("tables", (caller, arguments) -> tables(tableQueries, caller, arguments))
                .form("key", (caller, call) -> key(definitions, tableQueries, caller, call.arguments()))
                .function("views", (caller, arguments) -> SymbolVector.of())
                .asyncFunction("system", (caller, arguments) -> system(tableQueries, caller, arguments))
                .variable(".Q.res", () -> TableShape.symbols(RESERVED));
    }

    /** Returns the names of a namespace other than the root. Variables without a value are left out. */
    static List<Entry> entries(Definitions definitions, QConnection caller, String namespace) {
        List<Entry> entries = new ArrayList<>();
        for (String name : definitions.functionsIn(namespace)) {
            entries.add(new Entry(name, FUNCTION, 1));
        }
        for (String name : definitions.variablesIn(namespace)) {
            Future<Value> value = definitions.evaluate(caller, new Name(namespace + "." + name));
            if (value.succeeded()) {
                entries.add(new Entry(name, TableShape.typeCode(value.result()), TakeVerb.size(value.result())));
            }
        }
        return entries;
    }

    private static Future<Value> names(TableQueries tableQueries, QConnection caller, String call) {
        AccessControl.require(caller, Permission.READ, call);
        return tableQueries.names(table -> caller.rights().may(Permission.READ, table));
    }

    /**
     * Evaluates {@code tables[]}, {@code tables `} and {@code tables `.}. Their results are equal, because all tables
     * are in the root namespace.
     */
    private static Future<Value> tables(TableQueries tableQueries, QConnection caller, List<Value> arguments) {
        Value namespace = arguments.size() == 1 ? arguments.get(0) : null;
        if (namespace instanceof Atom atom && atom.isSymbol()) {
            String name = String.valueOf(ClientNames.of(atom));
            if (!name.isEmpty() && !name.equals(".")) {
                throw QError.name(name);
            }
        } else if (!QFunction.GENERIC_NULL.equals(namespace)) {
            throw QError.rank("tables[], tables ` or tables `. expected");
        }
        return names(tableQueries, caller, "tables");
    }

    /**
     * Evaluates {@code key}. The result for {@code .} and {@code .u.w} is the list of tables. The result for another
     * namespace is the list of its names.
     */
    private static Future<Value> key(
            Definitions definitions, TableQueries tableQueries, QConnection caller, List<Request> arguments) {
        Request argument = arguments.get(0);
        String name = argument instanceof Name named
                ? named.name()
                : argument instanceof Constant constant && constant.value() instanceof Atom atom && atom.isSymbol()
                        ? String.valueOf(ClientNames.of(atom))
                        : "\0";
        return switch (name) {
            case "." -> names(tableQueries, caller, "key");
            case "" -> Future.succeededFuture(SymbolVector.of("q", "Q", "u", "z"));
            case ".q" -> Future.succeededFuture(TableShape.symbols(FUNCTIONS));
            case ".u.w" -> definitions.evaluate(caller, new Name(".u.t"));
            case ".Q", ".u", ".z" -> {
                List<String> all = new ArrayList<>(List.of(""));
                all.addAll(definitions.functionsIn(name));
                all.addAll(definitions.variablesIn(name));
                yield Future.succeededFuture(TableShape.symbols(all));
            }
            default -> throw QError.nyi("key of anything but `. `.q `.Q `.u `.z and .u.w");
        };
    }

    /**
     * Evaluates {@code system}. The command {@code "a"} lists the tables. The commands {@code "f"}, {@code "b"} and
     * {@code "v"} return empty lists.
     */
    private static Future<Value> system(TableQueries tableQueries, QConnection caller, List<Value> arguments) {
        String command = arguments.size() == 1 ? ClientNames.of(arguments.get(0)) : null;
        if (command != null && (command.equals("a") || command.equals("a ."))) {
            return names(tableQueries, caller, "tables");
        }
        if (command != null && command.matches("[fbv]( \\.)?")) {
            return Future.succeededFuture(SymbolVector.of());
        }
        throw QError.nyi("system with anything but a, b, f and v");
    }
}
