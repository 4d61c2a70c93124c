package io.tickbus.examples;

import io.tickbus.Tickbus;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;

/** Joins the cluster of a pipeline and reads a table there. It also asks for the volume-weighted average price of each sym. */
public final class ClusterReader {
    public record Trade(String sym, double price, long size) {}

    public record Vwap(String sym, double vwap) {}

    private ClusterReader() {}

    static TableConsumer read(Tickbus tickbus, Consumer<Trade> handler) {
        return tickbus.table("trade", Trade.class).consume(StartPosition.beginning(), trades -> {
            trades.forEach(handler);
            return Future.succeededFuture();
        });
    }

    static Future<List<Vwap>> vwaps(Tickbus tickbus) {
        return tickbus.select("select vwap:size wavg price by sym from trade", Vwap.class);
    }

    public static void main(String[] args) {
        JsonObject cluster = new JsonObject().put("members", new JsonArray(List.of(args)));
        Tickbus.join(cluster)
                .onSuccess(tickbus -> read(tickbus, System.out::println)
                        .finish()
                        .onFailure(reason -> System.err.println("no more trades: " + reason.getMessage())))
                .compose(ClusterReader::vwaps)
                .onSuccess(System.out::println)
                .onFailure(reason -> System.err.println("not joined: " + reason.getMessage()));
    }
}
