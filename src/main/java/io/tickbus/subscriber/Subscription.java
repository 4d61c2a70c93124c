package io.tickbus.subscriber;

import io.tickbus.config.ReplayConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sends the subscription request to q. {@link Session} uses this class on the q thread. */
final class Subscription {
    private Subscription() {}

    /**
     * Subscribes to the configured tables. If the tickerplant refuses to name its log, subscribes again without asking
     * for the log. For example, a server in front of the tickerplant may allow only {@code .u.sub}.
     *
     * @throws IOException if q refuses the subscription or the connection fails
     */
    static SubscribeProtocol.Reply subscribe(Session session, SubscriberConfig config) throws IOException {
        if (config.subscription() instanceof SubscriptionConfig.Expression expression) {
            session.request(ByteVector.utf8(expression.text()), expression.text());
            Schema schema = new Schema(
                    List.copyOf(expression.columns().keySet()),
                    List.copyOf(expression.columns().values()),
                    0);
            SubscribeProtocol.Subscribed subscribed =
                    new SubscribeProtocol.Subscribed(expression.table(), schema, schema.empty());
            return new SubscribeProtocol.Reply(List.of(subscribed), null, "an expression has no log", false);
        }
        SubscriptionConfig.Tables wanted = (SubscriptionConfig.Tables) config.subscription();
        List<String> names = new ArrayList<>(wanted.names());
        List<SubscribeProtocol.Subscribed> unknown = new ArrayList<>();
        String logless = "replay is none";
        boolean refused = false;
        if (config.replay().mode() != ReplayConfig.Mode.NONE) {
            Value reply = requestWithLog(session, names, wanted.syms());
            while (reply instanceof ErrorValue error && isUnknown(error.text(), names)) {
                unknown.add(unknown(error.text()));
                names.remove(error.text());
                reply = requestWithLog(session, names, wanted.syms());
            }
            if (!(reply instanceof ErrorValue error)) {
                return SubscribeProtocol.withLog(reply).and(unknown);
            }
            logless = "q does not tell its log: '" + error.text();
            refused = true;
        }
        List<SubscribeProtocol.Subscribed> tables = new ArrayList<>(unknown);
        for (String table : names.isEmpty() ? List.of("") : List.copyOf(names)) {
            String what = ".u.sub of " + (table.isEmpty() ? "all tables" : table);
            Value reply = session.requestOrError(SubscribeProtocol.request(table, wanted.syms()), what);
            if (!(reply instanceof ErrorValue error)) {
                tables.addAll(SubscribeProtocol.tables(reply));
            } else if (error.text().equals(table) && isUnknown(table, names)) {
                tables.add(unknown(table));
                names.remove(table);
            } else {
                throw Session.refused(what, error);
            }
        }
        return new SubscribeProtocol.Reply(tables, null, logless, refused);
    }

    private static Value requestWithLog(Session session, List<String> tables, List<String> syms) throws IOException {
        return session.requestOrError(SubscribeProtocol.requestWithLog(tables, syms), ".u.sub and its log");
    }

    /**
     * Returns whether an error of q means that q does not have one of several tables. kdb+tick's {@code .u.sub} fails with
     * the name of the table. The session then continues with the other tables.
     */
    private static boolean isUnknown(String error, List<String> tables) {
        return tables.size() > 1 && tables.contains(error);
    }

    private static SubscribeProtocol.Subscribed unknown(String table) {
        return SubscribeProtocol.Subscribed.unusable(
                table, "q has no table " + table + ": .u.sub fails with '" + table);
    }
}
