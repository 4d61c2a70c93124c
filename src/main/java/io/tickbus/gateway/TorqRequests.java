package io.tickbus.gateway;

import io.tickbus.gateway.CannedRequests.Asked;
import io.tickbus.q.Atom;
import io.tickbus.q.QDictionary;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.Request;
import io.tickbus.server.Request.Apply;
import io.tickbus.server.Request.Constant;
import io.tickbus.server.Request.Items;
import io.tickbus.server.Request.Name;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers subscription requests of TorQ's processes and of KX's chained real-time database. {@link CannedRequests}
 * recognizes these requests. TorQ sends lambdas. The chained real-time database sends a text.
 *
 * <p>Source: <a href="https://github.com/DataIntellectTech/TorQ">TorQ</a>, code/common/subscriptions.q; <a
 * href="https://github.com/KxSystems/kdb">kdb</a>, tick/chainedr.q.
 */
final class TorqRequests {
    private static final CannedText KIND = new CannedText("{@[value;`tptype;`standard]}");
    private static final CannedText TABLES = new CannedText("{key `.u.w}");
    private static final CannedText SUBSCRIBE = new CannedText(
            "{`schemalist`logfilelist`rowcounts`date!" + "(.u.sub\\:[x;y];enlist(.u`i`L);(.u `icounts);(.u `d))}");
    private static final CannedText CHAINED_R =
            new CannedText("(.u.sub[`;`];$[`m in key`.u;(.u `m)\"`.u `i`L\";`.u `i`L])");

    private static final SymbolVector DETAILS = SymbolVector.of("schemalist", "logfilelist", "rowcounts", "date");

    private TorqRequests() {}

    static void define(CannedRequests known, GatewayCalls calls) {
        known.call(KIND, 1, asked -> Future.succeededFuture(Atom.symbol("standard")));
        known.call(TABLES, 1, asked -> calls.evaluateText(asked.caller(), "key `.u.w"));
        known.call(SUBSCRIBE, 2, asked -> subscribe(calls, asked));
        known.text(CHAINED_R, asked -> calls.evaluateText(asked.caller(), "(.u.sub[`;`];`.u `i`L)"));
    }

    /**
     * Evaluates the whole subscription as one expression, as q does. No row can therefore be published between reading
     * the log's position and subscribing to the tables.
     */
    private static Future<Value> subscribe(GatewayCalls calls, Asked asked) {
        Value tables = asked.arguments().get(0);
        Constant syms = new Constant(asked.arguments().get(1));
        Request subscriptions = new Apply(".u.sub", List.of(new Constant(tables), syms));
        if (tables instanceof SymbolVector names) {
            List<Request> each = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                each.add(new Apply(".u.sub", List.of(new Constant(names.valueAt(i)), syms)));
            }
            subscriptions = new Items(each);
        }
        Request position = new Apply(".u", List.of(new Constant(SymbolVector.of("i", "L"))));
        Request counts = new Apply(".u", List.of(new Constant(Atom.symbol("icounts"))));
        Request details =
                new Items(List.of(subscriptions, new Apply("enlist", List.of(position)), counts, new Name(".u.d")));
        return calls.definitions().evaluate(asked.caller(), details).map(values -> new QDictionary(DETAILS, values));
    }
}
