package io.tickbus.examples;

import io.tickbus.RecordTable;
import io.tickbus.Tickbus;
import io.tickbus.client.ConsumerEvent.TableReplaced;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends an alert for each trade that is more than one percent away from its sym's volume-weighted average price. */
public final class VwapAlerts {
    public record Trade(String sym, double price, long size) {}

    public record Alert(String sym, double price, double vwap) {}

    private static final Logger LOG = LoggerFactory.getLogger(VwapAlerts.class);
    private final Map<String, double[]> sums = new HashMap<>();

    Future<Void> run(Tickbus tickbus) {
        RecordTable<Alert> alerts = tickbus.table("alert", Alert.class);
        return tickbus.table("trade", Trade.class)
                .consume(
                        ConsumerSettings.of("trade", StartPosition.beginning()),
                        trades -> Future.all(trades.records().stream().flatMap(this::check).map(alerts::send).toList()),
                        event -> {
                            LOG.info("{}", event);
                            if (event instanceof TableReplaced) {
                                sums.clear(); // All trades come again.
                            }
                        })
                .finish();
    }

    private Stream<Alert> check(Trade trade) {
        double[] sum = sums.computeIfAbsent(trade.sym(), sym -> new double[2]);
        sum[0] += trade.price() * trade.size();
        sum[1] += trade.size();
        double vwap = sum[0] / sum[1];
        boolean isFar = Math.abs(trade.price() / vwap - 1) > 0.01;
        return isFar ? Stream.of(new Alert(trade.sym(), trade.price(), vwap)) : Stream.empty();
    }

    public static void main(String[] args) {
        JsonObject config = new JsonObject("""
                {"subscribers": [{"name": "main", "port": 5010, "tables": ["trade"]}],
                 "tables": {"alert": {"columns": {"sym": "symbol", "price": "float", "vwap": "float"}}}}""");
        Tickbus.embedded(Vertx.vertx(), config)
                .ready()
                .compose(tickbus -> new VwapAlerts().run(tickbus))
                .onFailure(reason -> LOG.error("no more alerts", reason));
    }
}
