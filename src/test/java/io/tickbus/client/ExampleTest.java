package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Rows;
import io.tickbus.event.RowsJson;
import io.tickbus.pipeline.PipelineVerticle;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A complete application, for reading: it deploys a pipeline that is fed by the embedded tickerplant, adds up the trades as they
 * come, sends an order for each symbol of which enough was traded, and asks for what it has sent.
 *
 * <p>In a cluster the pipeline runs elsewhere, and the application is the same without it.
 */
@ExtendWith(VertxExtension.class)
class ExampleTest {
    /** The tickerplant publishes {@code trade} by itself; {@code order} is a table for rows of our own. */
    private static final JsonObject PIPELINE = new JsonObject("""
            {
              "tickerplant": {"port": 0, "feed": {"kind": "synthetic", "rowsPerSecond": 5000}},
              "subscribers": [{"name": "trades", "tables": ["trade"]}],
              "tables": {"order": {"columns": {"sym": "symbol", "size": "long", "sent": "boolean"}}}
            }
            """);

    /** Sends one order for each symbol of which {@code sizeMin} was traded. */
    private static final class Orders extends VerticleBase {
        private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

        private final long sizeMin;
        private final int ordersMax;
        private final Map<String, Long> traded = new HashMap<>();
        private final Promise<Void> enough = Promise.promise();
        private int ordered;

        Orders(long sizeMin, int ordersMax) {
            this.sizeMin = sizeMin;
            this.ordersMax = ordersMax;
        }

        @Override
        public Future<?> start() {
            TableProducer orders = TableProducer.of(vertx, ProducerSettings.of("order"));
            TableConsumer trades = TableConsumer.start(
                    vertx,
                    ConsumerSettings.of("trade", StartPosition.beginning()),
                    rows -> add(rows, orders),
                    event -> LOG.info("trade: {}", event)); // rows lost, a new owner, nobody there: what is to be told
            trades.finish().onFailure(enough::tryFail);
            return Future.succeededFuture(); // both end with this verticle
        }

        /** Takes a batch column by column; the next one comes when the orders are in their table. */
        private Future<?> add(Rows rows, TableProducer orders) {
            JsonArray due = new JsonArray();
            SymbolVector syms = (SymbolVector) rows.rows().column("sym");
            QVector sizes = rows.rows().column("size");
            for (int i = 0; i < rows.rows().size(); i++) {
                String sym = syms.textAt(i);
                long before = traded.getOrDefault(sym, 0L);
                long after = before + sizes.longAt(i);
                traded.put(sym, after);
                if (before < sizeMin && after >= sizeMin) {
                    due.add(new JsonObject().put("sym", sym).put("size", after).put("sent", false));
                }
            }
            return due.isEmpty() ? Future.succeededFuture() : orders.send(due).onSuccess(this::sent);
        }

        private void sent(AppendReply orders) {
            ordered += orders.rows();
            if (ordered >= ordersMax) {
                enough.tryComplete();
            }
        }

        Future<Void> enough() {
            return enough.future();
        }
    }

    @Test
    void applicationConsumesProducesAndAsks(Vertx vertx) {
        Waiting.on(vertx.deployVerticle(PipelineVerticle.class.getName(), new DeploymentOptions().setConfig(PIPELINE)));
        Orders application = new Orders(100, 2);
        Waiting.on(vertx.deployVerticle(application));
        Waiting.on(application.enough());

        Tables tables = new Tables(vertx);
        JsonObject all = new JsonObject();
        assertThat(Waiting.on(tables.count("order", all))).isGreaterThanOrEqualTo(2);

        JsonObject order =
                RowsJson.write(Waiting.on(tables.first("order", 1, all)).rows()).getJsonObject(0);
        assertThat(order.getLong("size")).isGreaterThanOrEqualTo(100);

        JsonObject sameSymbol = new JsonObject().put("sym", order.getString("sym"));
        assertThat(Waiting.on(tables.count("order", sameSymbol))).isOne();
        Rows trades = Waiting.on(tables.last("trade", 5, sameSymbol));
        assertThat(trades.rows().size()).isPositive();
        assertThat(RowsJson.write(trades.rows()))
                .allSatisfy(trade ->
                        assertThat(((JsonObject) trade).getString("sym")).isEqualTo(order.getString("sym")));
    }
}
