package io.tickbus.gateway;

import io.tickbus.gateway.CannedRequests.Asked;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers the requests of KX's extension for VS Code. {@link CannedRequests} recognizes these requests. The extension
 * passes the user's code to its own q function. Other requests of the extension read the defined names and the contents
 * of its tree.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kx-vscode">kx-vscode</a>, resources/evaluate.q and list_mem.q.
 */
final class VsCodeRequests {
    private static final CannedText EVALUATE = new CannedText("{[ctx; code; returnFormat]", "");
    private static final CannedText NAMES =
            new CannedText("{[q] t:system\"T\";tm:@[", "`Tables`Functions`Variables", "");
    private static final CannedText TREE =
            new CannedText("// @overview\n// Build a tree of all items in memory.", "{[blacklist]", "");

    private static final SymbolVector RESULT = SymbolVector.of("result", "errored", "error", "backtrace");
    private static final String ROOT = ".";
    private static final String STRUCTURED = "structuredText";
    private static final List<String> NAMESPACES = List.of(".u", ".z");

    private VsCodeRequests() {}

    static void define(CannedRequests known, GatewayCalls calls) {
        known.call(EVALUATE, 3, asked -> evaluate(calls, asked));
        known.text(NAMES, asked -> calls.tables(asked.caller()).map(tables -> names(calls, tables)));
        known.text(
                TREE,
                asked -> calls.tables(asked.caller())
                        .map(tables ->
                                VsCodeTree.of(tables, Namespaces.entries(calls.definitions(), asked.caller(), ".u"))));
    }

    private static Future<Value> evaluate(GatewayCalls calls, Asked asked) {
        String namespace = asked.text(0);
        String code = asked.text(1);
        String format = asked.text(2);
        if (namespace == null || code == null || format == null) {
            throw QError.type("namespace, code and format are not texts");
        }
        Future<Value> last = namespace.isEmpty() || namespace.equals(ROOT)
                ? Future.succeededFuture(QFunction.GENERIC_NULL)
                : Future.failedFuture(
                        QError.nyi("code in the namespace " + namespace + "; all names here are of the root"));
        for (String expression : ClientText.expressions(code)) {
            last = last.compose(before -> calls.evaluateText(asked.caller(), expression));
        }
        return last.compose(value -> format.equals(STRUCTURED)
                        ? calls.runAside(TakeVerb.size(value), () -> ByteVector.utf8(StructuredText.of(value)))
                        : Future.succeededFuture(format.equals("text") ? ConsoleFormat.of(value) : value))
                .transform(result -> {
                    if (result.failed() && !(result.cause() instanceof QError)) {
                        return Future.failedFuture(result.cause());
                    }
                    return Future.succeededFuture(
                            result.cause() instanceof QError error
                                    ? reply(
                                            QFunction.GENERIC_NULL,
                                            true,
                                            GatewayCalls.shown(error),
                                            ByteVector.chars(""))
                                    : reply(result.result(), false, "", new GeneralList()));
                });
    }

    private static Value reply(Value result, boolean errored, String error, Value backtrace) {
        return new QDictionary(
                RESULT, new GeneralList(result, Atom.ofBoolean(errored), ByteVector.chars(error), backtrace));
    }

    /** Returns the tables, functions and variables by namespace. The empty symbol is the root namespace. */
    private static Value names(GatewayCalls calls, List<TableQueries.Listed> tables) {
        List<String> root = tables.stream().map(TableQueries.Listed::name).toList();
        List<Value> each = new ArrayList<>();
        each.add(names("", root, List.of(), root));
        for (String space : NAMESPACES) {
            each.add(names(
                    space,
                    List.of(),
                    calls.definitions().functionsIn(space),
                    calls.definitions().variablesIn(space)));
        }
        return new QDictionary(SymbolVector.of("", ".u", ".z"), new GeneralList(each.toArray(Value[]::new)));
    }

    private static Value names(String space, List<String> tables, List<String> functions, List<String> variables) {
        return new QDictionary(
                SymbolVector.of(space + ".Tables", space + ".Functions", space + ".Variables"),
                new GeneralList(
                        TableShape.symbols(tables), TableShape.symbols(functions), TableShape.symbols(variables)));
    }
}
