package io.tickbus.gateway;

import io.tickbus.gateway.KnownRequests.Asked;
import io.tickbus.q.Atom;
import io.tickbus.q.Dictionary;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.Expression;
import io.tickbus.server.Expression.Apply;
import io.tickbus.server.Expression.Constant;
import io.tickbus.server.Expression.Items;
import io.tickbus.server.Expression.Name;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * What TorQ's processes ask a tickerplant when they subscribe, as lambdas, and KX's chained real-time database as text.
 *
 * <p>Source: <a href="https://github.com/DataIntellectTech/TorQ">TorQ</a>, code/common/subscriptions.q;
 * <a href="https://github.com/KxSystems/kdb">kdb</a>, tick/chainedr.q.
 */
final class TorqRequests {
    private static final KnownText KIND = new KnownText("{@[value;`tptype;`standard]}");
    private static final KnownText TABLES = new KnownText("{key `.u.w}");
    private static final KnownText SUBSCRIBE = new KnownText(
            "{`schemalist`logfilelist`rowcounts`date!" + "(.u.sub\\:[x;y];enlist(.u`i`L);(.u `icounts);(.u `d))}");
    private static final KnownText CHAINED_R =
            new KnownText("(.u.sub[`;`];$[`m in key`.u;(.u `m)\"`.u `i`L\";`.u `i`L])");

    private static final SymbolVector DETAILS = SymbolVector.of("schemalist", "logfilelist", "rowcounts", "date");

    private TorqRequests() {}

    static void define(KnownRequests known, GatewayCalls calls) {
        known.call(KIND, 1, asked -> Future.succeededFuture(Atom.symbol("standard")));
        known.call(TABLES, 1, asked -> calls.evaluateText(asked.caller(), "key `.u.w"));
        known.call(SUBSCRIBE, 2, asked -> subscribe(calls, asked));
        known.text(CHAINED_R, asked -> calls.evaluateText(asked.caller(), "(.u.sub[`;`];`.u `i`L)"));
    }

    /** Evaluated in one, as q does: the position is read before the tables are subscribed to, with nothing between. */
    private static Future<Value> subscribe(GatewayCalls calls, Asked asked) {
        Value tables = asked.arguments().get(0);
        Constant syms = new Constant(asked.arguments().get(1));
        Expression subscriptions = new Apply(".u.sub", List.of(new Constant(tables), syms));
        if (tables instanceof SymbolVector names) {
            List<Expression> each = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                each.add(new Apply(".u.sub", List.of(new Constant(names.valueAt(i)), syms)));
            }
            subscriptions = new Items(each);
        }
        Expression position = new Apply(".u", List.of(new Constant(SymbolVector.of("i", "L"))));
        Expression counts = new Apply(".u", List.of(new Constant(Atom.symbol("icounts"))));
        Expression details =
                new Items(List.of(subscriptions, new Apply("enlist", List.of(position)), counts, new Name(".u.d")));
        return calls.definitions().evaluate(asked.caller(), details).map(values -> new Dictionary(DETAILS, values));
    }
}
