package io.tickbus.examples;

import io.tickbus.junit5.FreePort;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickbus.Tickbus;
import io.tickbus.cluster.Clusters;
import io.tickbus.config.ClusterConfig;
import io.tickbus.event.QCodec;
import io.tickbus.examples.ClusterReader.Trade;
import io.tickbus.examples.ClusterReader.Vwap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class ClusterReaderTest {
    private static final JsonObject PIPELINE = new JsonObject(
            "{\"tables\": {\"trade\": {\"columns\": {\"sym\": \"symbol\", \"price\": \"float\", \"size\": \"long\"}}}}");

    @Test
    void clientOfAClusterReadsItsTables() throws Exception {
        JsonObject cluster = cluster();
        Vertx node = Clusters.join(ClusterConfig.of(new JsonObject(cluster.encode()).getMap(), Map.of()), QCodec.WIRE_VERSION)
                .await();
        Tickbus pipeline = Tickbus.embedded(node, PIPELINE).ready().await();
        Tickbus client = Tickbus.join(cluster).await();
        List<Trade> trades = List.of(new Trade("A", 100, 1), new Trade("A", 103, 2));
        client.table("trade", Trade.class).send(trades).await();

        LinkedBlockingQueue<Trade> read = new LinkedBlockingQueue<>();
        ClusterReader.read(client, read::add);
        assertEquals(trades, List.of(read.take(), read.take()));
        assertEquals(
                List.of(new Vwap("A", 102)), ClusterReader.vwaps(client).await());
        client.close().await();
        pipeline.close().await();
        node.close().await();
    }

    private static JsonObject cluster() {
        int port = FreePort.choose();
        return new JsonObject().put("port", port).put("members", new JsonArray().add("localhost:" + port));
    }
}
