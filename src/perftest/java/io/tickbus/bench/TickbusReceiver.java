package io.tickbus.bench;

import io.tickbus.config.ListenerConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.metrics.PrometheusMeters;
import io.tickbus.metrics.VertxMeters;
import io.tickbus.pipeline.Deployments;
import io.tickbus.store.TableVerticle;
import io.tickbus.subscriber.SubscriberVerticle;
import io.tickbus.web.WebVerticle;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.deployment.DeploymentContext;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The production path: a subscriber verticle for each connection, the bus, and the table verticle, optionally with a
 * {@link Watcher}.
 */
final class TickbusReceiver implements CheckedReceiver {
    private static final int LIVE_SECONDS_MAX = 30;

    private final Vertx vertx;
    private final boolean watched;
    private String table = "";
    private TableVerticle owner = new TableVerticle();
    private @Nullable Watcher watcher;

    /** @param watched true for metrics, the page, and a {@link Watcher} of both */
    TickbusReceiver(boolean watched) {
        this.watched = watched;
        PrometheusMeters meters = new PrometheusMeters();
        vertx = Vertx.builder()
                .withMetrics(watched ? VertxMeters.in(meters) : null)
                .build();
        meters.showIn(vertx);
    }

    @Override
    public void connect(Shape shape, int port) throws Exception {
        table = shape.isPairs() ? "pairs" : "trade";
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("a", "long");
        columns.put("b", "long");
        Map<String, Object> tables = shape.isPairs() ? Map.of("pairs", Map.of("columns", columns)) : Map.of();
        owner = new TableVerticle(StoreConfig.of(Map.of("tables", tables)));
        await(vertx.deployVerticle(owner));
        CountDownLatch live = new CountDownLatch(shape.connections());
        Set<String> names = ConcurrentHashMap.newKeySet();
        MessageConsumer<JsonObject> statuses = vertx.eventBus().consumer(Addresses.STATUS, message -> {
            Status status = Status.of(message.body());
            if (status.state().equals("LIVE") && status.part().equals(Status.SUBSCRIBER) && names.add(status.name())) {
                live.countDown();
            }
        });
        DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        for (int i = 0; i < shape.connections(); i++) {
            Map<String, Object> tree = new HashMap<>(Map.of("name", "bench-" + i, "port", port));
            if (shape.isPairs()) {
                tree.putAll(Map.of("expression", ".demo.sub[]", "table", "pairs", "columns", columns));
            } else {
                tree.put("tables", List.of("trade"));
                tree.put("replay", "none"); // the sender has no log
            }
            SubscriberConfig config = SubscriberConfig.of(tree, Map.of());
            await(Deployments.under(owner.context(), new SubscriberVerticle(config), worker));
        }
        if (!live.await(LIVE_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException(live.getCount() + " subscribers are not live");
        }
        await(statuses.unregister());
        if (watched) {
            WebVerticle web = new WebVerticle(new WebConfig(ListenerConfig.loopback(0), null, List.of(), false, 1024, 1000, WebConfig.NO_LIMIT), List.of());
            await(vertx.deployVerticle(web));
            watcher = new Watcher(web.port(), table);
        }
    }

    /** Returns the classes of the deployed verticles, after the connect. */
    List<Class<?>> verticles() {
        List<Class<?>> classes = new ArrayList<>();
        for (DeploymentContext deployment : ((VertxInternal) vertx).deploymentManager().deployments()) {
            deployment.deployment().instances().forEach(verticle -> classes.add(verticle.getClass()));
        }
        return classes;
    }

    /** Returns the context of the owner, after the connect. */
    Context ownerContext() {
        return owner.context();
    }

    /** Deploys a consumer of the tables. */
    String deploy(Deployable consumer) {
        return await(vertx.deployVerticle(consumer));
    }

    /** Undeploys a consumer. */
    void undeploy(String consumer) {
        await(vertx.undeploy(consumer));
    }

    @Override
    public long rows() {
        return new CheckedTable(vertx, table).rows();
    }

    @Override
    public void check(long expected, long checksum) {
        new CheckedTable(vertx, table).check(expected, checksum);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
        await(vertx.close());
    }
}
