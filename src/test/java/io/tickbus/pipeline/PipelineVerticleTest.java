package io.tickbus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.PipelineConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.config.Threading;
import io.tickbus.event.Addresses;
import io.tickbus.q.SymbolBounds;
import io.tickbus.q.Symbols;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickerplant, tables and subscribers of one node, deployed as one verticle. */
@ExtendWith(VertxExtension.class)
class PipelineVerticleTest {
    private static final int LIMIT_MS = 20_000;

    private final List<JsonObject> statuses = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonObject> rejections = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void listen(Vertx vertx) throws Exception {
        await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.STATUS, message -> statuses.add(message.body()))
                .completion());
        await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.REJECTED, message -> rejections.add(message.body()))
                .completion());
    }

    @Test
    void rowsArriveAndTheEndIsInOrderWithTheLastOnesApplied(Vertx vertx) throws Exception {
        Plan plan = Plan.of(PipelineConfig.of(pipeline(), Map.of()), Set.of(), 1);
        endsInOrder(vertx, await(vertx.deployVerticle(new PipelineVerticle(plan))));
    }

    @Test
    void symbolsAreBoundAsTheConfigurationSays(Vertx vertx) throws Exception {
        Map<String, Object> config = new HashMap<>(pipeline());
        config.put("symbols", Map.of("countMax", 70_000, "bytesMax", 1 << 20));
        Plan plan = Plan.of(PipelineConfig.of(config, Map.of()), Set.of(), 1);
        try {
            String id = await(vertx.deployVerticle(new PipelineVerticle(plan)));
            await(vertx.undeploy(id));
            assertThat(Symbols.use().bounds()).isEqualTo(new SymbolBounds(70_000, 1 << 20));
        } finally {
            Symbols.bound(SymbolBounds.ofHeap());
        }
    }

    @Test
    void deployedByClassNameItReadsItsConfigurationAsJson(Vertx vertx) throws Exception {
        DeploymentOptions options = new DeploymentOptions().setConfig(new JsonObject(pipeline()));
        endsInOrder(vertx, await(vertx.deployVerticle(PipelineVerticle.class.getName(), options)));
    }

    private void endsInOrder(Vertx vertx, String deployment) throws Exception {
        until(() -> count(vertx, "trade") > 100 && count(vertx, "quote") > 100);
        await(vertx.undeploy(deployment));
        until(() -> states().contains("tables STOPPED"));

        List<String> ends =
                states().stream().filter(state -> state.endsWith("STOPPED")).toList();
        assertThat(ends).containsExactlyInAnyOrder("one STOPPED", "two STOPPED", "tables STOPPED");
        assertThat(ends).last().isEqualTo("tables STOPPED");
        assertThat(statuses).noneMatch(status -> status.getString("state").equals("BACKING_OFF"));
        long received = 0;
        for (String subscriber : List.of("one", "two")) {
            JsonObject last = last(subscriber);
            assertThat(last.getLong("applied")).as(subscriber).isEqualTo(last.getLong("received"));
            received += last.getLong("received");
        }
        assertThat(last("tables").getLong("applied")).isEqualTo(received);
        assertThat(rejections).isEmpty();
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tickerplant", "web", "gateway"})
    void portInUseFailsTheWholeDeployment(String section, Vertx vertx) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Object> tree = new HashMap<>(Map.of("tickerplant", Map.of("port", 0)));
            tree.put(section, Map.of("port", taken.getLocalPort()));
            Plan plan = Plan.of(PipelineConfig.of(tree, Map.of()), Set.of(), 1);
            assertThatThrownBy(() -> await(vertx.deployVerticle(new PipelineVerticle(plan))))
                    .hasMessageEndingWith(section + ".port: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": address already in use");
        }
        until(() -> vertx.deploymentIDs().isEmpty());
    }

    @Test
    void subscriberThatCannotStartLeavesNothingBehind(Vertx vertx) {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Runtime.version().feature() < 21, "where there are no virtual threads to be had");
        PipelineConfig config = PipelineConfig.of(pipeline(), Map.of());
        SubscriberConfig good = config.subscribers().get(0);
        SubscriberConfig bad = virtual(good);
        Plan plan = new Plan(config, config.tickerplant(), List.of(good, bad), true, null, null);

        assertThatThrownBy(() -> await(vertx.deployVerticle(new PipelineVerticle(plan))))
                .hasMessageContaining("Java 21");
        until(() -> vertx.deploymentIDs().isEmpty());
        until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("tickbus-q-")));
    }

    private static SubscriberConfig virtual(SubscriberConfig like) {
        return new SubscriberConfig(
                "v",
                like.connection(),
                like.liveness(),
                new SubscriptionConfig.Tables(List.of(), List.of()),
                Threading.VIRTUAL,
                like.replay(),
                like.flow(),
                1);
    }

    private static Map<String, Object> pipeline() {
        return Map.of(
                "tickerplant",
                Map.of("port", 0, "feed", Map.of("kind", "synthetic", "rowsPerSecond", 5000)),
                "subscribers",
                List.of(
                        Map.of("name", "one", "tables", List.of("trade"), "stopTimeoutMs", LIMIT_MS),
                        Map.of("name", "two", "stopTimeoutMs", LIMIT_MS)),
                "web",
                Map.of("port", 0));
    }

    private List<String> states() {
        return List.copyOf(statuses).stream()
                .map(status -> status.getString("name") + " " + status.getString("state"))
                .toList();
    }

    private JsonObject last(String name) {
        return List.copyOf(statuses).stream()
                .filter(status -> status.getString("name").equals(name))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static long count(Vertx vertx, String table) throws Exception {
        JsonArray tables = (JsonArray)
                await(vertx.eventBus().request(Addresses.TABLES, null)).body();
        return tables.stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("table").equals(table))
                .mapToLong(one -> one.getLong("count"))
                .sum();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    private static void until(java.util.concurrent.Callable<Boolean> condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
                LockSupport.parkNanos(5_000_000);
            }
        } catch (Exception error) {
            throw new IllegalStateException(error);
        }
    }
}
