package io.tickbus.examples;

import io.tickbus.RecordTable;
import io.tickbus.Tickbus;
import io.tickbus.client.StartPosition;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends an alert for each trade that is more than one percent away from its sym's volume-weighted average price. */
public final class VwapAlerts extends VerticleBase {
    public record Trade(String sym, double price, long size) {}

    public record Alert(String sym, double price, double vwap) {}

    private static final Logger LOG = LoggerFactory.getLogger(VwapAlerts.class);
    private final Map<String, double[]> sums = new HashMap<>();

    @Override
    public Future<?> start() {
        Tickbus tickbus = Tickbus.connect(vertx);
        RecordTable<Alert> alerts = tickbus.table("alert", Alert.class);
        tickbus.table("trade", Trade.class).consume(StartPosition.beginning(), trades -> {
            List<Alert> found = trades.stream().map(this::check).filter(Objects::nonNull).toList();
            found.forEach(alert -> LOG.info("{}", alert));
            return found.isEmpty() ? Future.succeededFuture() : alerts.send(found);
        });
        return Future.succeededFuture();
    }

    private @Nullable Alert check(Trade trade) {
        double[] sum = sums.computeIfAbsent(trade.sym(), sym -> new double[2]);
        sum[0] += trade.price() * trade.size();
        sum[1] += trade.size();
        double vwap = sum[0] / sum[1];
        return Math.abs(trade.price() / vwap - 1) > 0.01 ? new Alert(trade.sym(), trade.price(), vwap) : null;
    }

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        JsonObject config = new JsonObject("""
                {"subscribers": [{"name": "main", "port": 5010, "tables": ["trade"]}],
                 "tables": {"alert": {"columns": {"sym": "symbol", "price": "float", "vwap": "float"}}}}""");
        Tickbus.embedded(vertx, config)
                .ready()
                .compose(ready -> vertx.deployVerticle(new VwapAlerts()))
                .onFailure(reason -> LOG.error("not started", reason));
    }
}
