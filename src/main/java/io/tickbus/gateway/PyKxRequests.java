package io.tickbus.gateway;

import io.tickbus.publish.ClientNames;
import io.tickbus.q.Atom;
import io.tickbus.server.QError;
import io.vertx.core.Future;

/**
 * Answers PyKX's request for the kind of value that a name has. {@link CannedRequests} recognizes this request. PyKX
 * sends the request with {@code .q} when it connects. Later, PyKX sends the request for each attribute that the Python
 * code accesses.
 */
final class PyKxRequests {
    private static final CannedText KIND = new CannedText(
            "k){x:. x;$[99h<@x;:`$\"_pykx_fn_marker\";99h~@x;if[` in!x;if[(::)~x`;:`$\"_pykx_ctx_marker\"]]]x}");

    private static final Atom CONTEXT = Atom.symbol("_pykx_ctx_marker");
    private static final Atom FUNCTION = Atom.symbol("_pykx_fn_marker");

    private PyKxRequests() {}

    static void define(CannedRequests known, GatewayCalls calls) {
        known.call(KIND, 1, asked -> {
            String name = ClientNames.of(asked.arguments().get(0));
            if (name == null) {
                throw QError.type("a name expected");
            }
            if (name.equals(".q") || name.equals(".u")) {
                return Future.succeededFuture(CONTEXT);
            }
            String plain =
                    // A name such as .trade means the table trade in the root namespace.
                    name.lastIndexOf('.') == 0 ? name.substring(1) : name;
            return calls.definitions().isFunction(plain)
                    ? Future.succeededFuture(FUNCTION)
                    : calls.evaluateText(asked.caller(), plain);
        });
    }
}
