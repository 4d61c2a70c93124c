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
        String logless = "replay is none";
        boolean refused = false;
        if (config.replay().mode() != ReplayConfig.Mode.NONE) {
            Value reply = session.requestOrError(
                    SubscribeProtocol.requestWithLog(wanted.names(), wanted.syms()), ".u.sub and its log");
            if (!(reply instanceof ErrorValue error)) {
                return SubscribeProtocol.withLog(reply);
            }
            logless = "q does not tell its log: '" + error.text();
            refused = true;
        }
        List<SubscribeProtocol.Subscribed> tables = new ArrayList<>();
        for (String table : wanted.names().isEmpty() ? List.of("") : wanted.names()) {
            String what = ".u.sub of " + (table.isEmpty() ? "all tables" : table);
            tables.addAll(
                    SubscribeProtocol.tables(session.request(SubscribeProtocol.request(table, wanted.syms()), what)));
        }
        return new SubscribeProtocol.Reply(tables, null, logless, refused);
    }
}
