package io.tickbus.library;

import io.tickbus.Tickbus;
import io.tickbus.TickbusTable;
import io.tickbus.client.StartPosition;
import io.tickbus.cluster.Clusters;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.ConfigException;
import io.tickbus.config.PipelineConfig;
import io.tickbus.event.QCodec;
import io.tickbus.pipeline.PipelineVerticle;
import io.tickbus.web.WebVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An application that uses Tickbus with the libraries of its class path. The test starts it in a class loader of its own. */
public final class LibraryApplication {
    private static final int LIMIT_SECONDS = 30;

    private LibraryApplication() {}

    /** Runs a pipeline with an embedded tickerplant; returns the columns of a trade and of the row that was appended. */
    public static String pipeline(String config) throws Exception {
        return with(vertx -> Tickbus.embedded(vertx, new JsonObject(config))
                .ready()
                .compose(tickbus -> {
                    Promise<String> trades = Promise.promise();
                    Promise<String> notes = Promise.promise();
                    read(tickbus.table("trade"), trades);
                    read(tickbus.table("note"), notes);
                    return tickbus.table("note")
                            .send(new JsonObject().put("sym", "AAPL").put("n", 7))
                            .compose(appended -> Future.all(trades.future(), notes.future()))
                            .map(read -> read.resultAt(0) + "; " + read.resultAt(1))
                            .eventually(tickbus::close);
                }));
    }

    private static void read(TickbusTable table, Promise<String> first) {
        table.consume(StartPosition.beginning(), rows -> {
            first.tryComplete(table.name() + " " + rows.rows().names());
            return Future.succeededFuture();
        });
    }

    /** Joins a cluster; returns why that failed. */
    public static String join(String member) throws Exception {
        return reason(Tickbus.join(new JsonObject().put("members", new JsonArray().add(member))))
                .await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Deploys a pipeline; returns why that failed. */
    public static String failure(String config) throws Exception {
        return with(vertx -> reason(deploy(vertx, new PipelineVerticle(), config)));
    }

    /** Forms a cluster; returns why that failed. */
    public static String cluster(String port) throws Exception {
        Map<String, Object> cluster = Map.of("port", Integer.parseInt(port));
        return reason(Clusters.join(ClusterConfig.of(cluster, Map.of()), QCodec.WIRE_VERSION))
                .await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Reads a configuration file; returns why that failed. */
    public static String configuration(String file) {
        try {
            return PipelineConfig.read(Path.of(file), Map.of()).toString();
        } catch (ConfigException wrong) {
            return String.valueOf(wrong.getMessage());
        }
    }

    /** Requests a path of the web server; returns the status and the answer. */
    public static String get(String path) throws Exception {
        return with(vertx -> {
            WebVerticle web = new WebVerticle();
            HttpClient client = vertx.createHttpClient(); // One without a reference is closed by the garbage collector.
            return deploy(vertx, web, "{\"port\":0}")
                    .compose(deployed -> client.request(HttpMethod.GET, web.port(), "127.0.0.1", path))
                    .compose(request -> request.send()
                            .compose(response ->
                                    response.body().map(body -> response.statusCode() + " " + body.toString())))
                    .eventually(client::close);
        });
    }

    private static Future<String> deploy(Vertx vertx, Deployable verticle, String config) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(new JsonObject(config)));
    }

    private static Future<String> reason(Future<?> future) {
        return future.transform(done -> Future.succeededFuture(
                done.succeeded() ? "succeeded" : String.valueOf(done.cause().getMessage())));
    }

    private static String with(Function<Vertx, Future<String>> action) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            return action.apply(vertx).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } finally {
            vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }
}
