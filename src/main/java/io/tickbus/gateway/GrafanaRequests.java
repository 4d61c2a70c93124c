package io.tickbus.gateway;

import io.tickbus.q.QDictionary;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of Grafana's kdb+ backend. {@link CannedRequests} recognizes these requests. Each request
 * contains the text of the Grafana user in nested dictionaries.
 */
final class GrafanaRequests {
    private static final CannedText REQUEST = new CannedText("{[x] value x[`Query;`Query]}");

    private GrafanaRequests() {}

    static void define(CannedRequests known, GatewayCalls calls) {
        known.call(REQUEST, 1, asked -> {
            Value query = inner(inner(asked.arguments().get(0), "Query"), "Query");
            String text = query == null ? null : CannedRequests.text(query);
            return text == null
                    ? Future.failedFuture(QError.type("no text at `Query`Query"))
                    : calls.evaluateText(asked.caller(), text);
        });
    }

    private static @Nullable Value inner(@Nullable Value dictionary, String key) {
        if (!(dictionary instanceof QDictionary entries)
                || !(entries.keys() instanceof SymbolVector keys)
                || !(entries.values() instanceof QVector values)) {
            return null;
        }
        for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
            if (keys.textAt(i).equals(key)) {
                return values.valueAt(i);
            }
        }
        return null;
    }
}
