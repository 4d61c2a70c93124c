package io.tickbus.bench;

import io.tickbus.event.Batch;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.gateway.GatewayVerticle;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node with the owner of a table and a gateway. */
final class GatewayNode implements AutoCloseable {
    private static final int REPLY_BYTES_MAX = 1 << 30; // 10 million trades take 300 MB

    private final Vertx vertx = Vertx.vertx();
    private final GatewayVerticle gateway;

    GatewayNode() {
        Map<String, String> columns = new LinkedHashMap<>();
        List<QType> types = GatewayTrades.SCHEMA.types();
        for (int i = 0; i < types.size(); i++) {
            columns.put(GatewayTrades.SCHEMA.columns().get(i), types.get(i).qName());
        }
        Map<String, ?> tables = Map.of("tables", Map.of(GatewayTrades.TABLE, Map.of("columns", columns)));
        vertx.deployVerticle(new TableVerticle(StoreConfig.of(tables))).await();
        gateway = new GatewayVerticle(GatewayConfig.of(
                Map.of("port", 0, "replyBytesMax", REPLY_BYTES_MAX, "queuedBytesMax", REPLY_BYTES_MAX), Map.of()));
        vertx.deployVerticle(gateway).await();
    }

    int port() {
        return gateway.port();
    }

    /** Sends rows to the owner of the table. */
    Future<Message<Object>> append(Flip rows) {
        return vertx.eventBus().request(Addresses.append(GatewayTrades.TABLE), Batch.of(GatewayTrades.TABLE, rows));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
