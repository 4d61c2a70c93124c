package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.tickbus.cluster.Clusters;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.QCodec;
import io.tickbus.event.Status;
import io.tickbus.junit5.FreePort;
import io.tickbus.replication.ReplicationCodecs;
import io.tickbus.store.TableVerticle;
import io.tickbus.subscriber.SubscriberVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The state of tables and subscriber of a node whose only other member gives it no votes. */
@Timeout(60)
class LeaseInDoubtTest {
    private static final String VOTER = "tickbus.leases";
    private static final int LIMIT_SECONDS = 30;
    private static final int LOOK_MS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebVerticle web = new WebVerticle(WebConfig.of(Map.of("port", 0), Map.of()), List.of());
    private Vertx owner = Vertx.vertx();
    private Vertx other = Vertx.vertx();

    @BeforeEach
    void join() throws Exception {
        ClusterConfig config = config();
        owner = Clusters.join(config, QCodec.WIRE_VERSION).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        other = Clusters.join(config, QCodec.WIRE_VERSION).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        ReplicationCodecs.registerAll(other);
        owner.deployVerticle(web).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        owner.deployVerticle(new TableVerticle(StoreConfig.of(Map.of()))).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static ClusterConfig config() {
        int port = FreePort.choose();
        return ClusterConfig.of(Map.of("port", port, "members", List.of("127.0.0.1:" + port)), Map.of());
    }

    @AfterEach
    void close() throws Exception {
        other.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
        owner.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private String health() throws IOException, InterruptedException {
        URI ready = URI.create("http://127.0.0.1:" + web.port() + "/health/ready");
        return http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String awaitHealth(String reason) throws IOException, InterruptedException {
        String health = health();
        while (!health.contains(reason)) {
            Thread.sleep(LOOK_MS);
            health = health();
        }
        return health;
    }

    private Object voterOfTheOther() {
        String name = Clusters.nodeName(other);
        HazelcastInstance hazelcast = Hazelcast.getAllHazelcastInstances().stream()
                .filter(each -> name.endsWith(
                        ":" + each.getCluster().getLocalMember().getAddress().getPort()))
                .findFirst()
                .orElseThrow();
        return Objects.requireNonNull(hazelcast.getUserContext().get(VOTER));
    }

    @Test
    void ownerThatGetsNoVotesSaysThatItIsNotSure() throws Exception {
        String isReady = awaitHealth("owns the tables, epoch");
        assertThat(isReady).contains("\"status\" : \"UP\"");
        synchronized (voterOfTheOther()) { // which votes under this lock
            String health = awaitHealth("tables STANDBY");
            assertThat(health)
                    .contains("\"status\" : \"DOWN\"", "this node cannot be sure that it still owns the tables");
        }
        assertThat(awaitHealth("owns the tables, epoch")).isEqualTo(isReady);
    }

    @Test
    void subscriberThatGetsNoVotesSaysThatItIsNotSure() throws Exception {
        Map<String, String> states = new ConcurrentHashMap<>();
        owner.eventBus().<JsonObject>consumer(Addresses.STATUS, message -> {
            if (message.body().getString("part").equals(Status.SUBSCRIBER)) {
                states.put(message.body().getString("state"), message.body().getString("reason"));
            }
        });
        SubscriberConfig nobodyThere =
                SubscriberConfig.of(Map.of("name", "main", "host", "127.0.0.1", "port", 1), Map.of());
        DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        owner.deployVerticle(new SubscriberVerticle(nobodyThere), worker).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        await(states, "BACKING_OFF", "Connection refused");
        states.clear();
        synchronized (voterOfTheOther()) {
            await(states, Status.STANDBY, "this node cannot be sure that the subscription is still its own");
        }
    }

    private static void await(Map<String, String> states, String state, String reason) throws InterruptedException {
        while (!states.getOrDefault(state, "").contains(reason)) {
            Thread.sleep(LOOK_MS);
        }
    }
}
