package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.tickbus.cluster.Clusters;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.QCodec;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The health of an owner which the only other node of its cluster has no votes for. */
@Timeout(60)
class OwnerInDoubtTest {
    private static final String VOTER = "tickbus.leases";
    private static final int LIMIT_SECONDS = 30;
    private static final int LOOK_MS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebVerticle web = new WebVerticle(WebConfig.of(Map.of("port", 0)), List.of());
    private Vertx owner = Vertx.vertx();
    private Vertx other = Vertx.vertx();

    @BeforeEach
    void join() throws Exception {
        ClusterConfig config = config();
        owner = Clusters.join(config, QCodec.WIRE_VERSION).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        other = Clusters.join(config, QCodec.WIRE_VERSION).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        QCodec.registerAll(other);
        owner.deployVerticle(web).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        owner.deployVerticle(new TableVerticle(StoreConfig.of(Map.of()))).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static ClusterConfig config() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            int port = probe.getLocalPort();
            return ClusterConfig.of(Map.of("port", port, "members", List.of("127.0.0.1:" + port)), Map.of());
        }
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
}
