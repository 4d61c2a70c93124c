package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.cluster.ClusterNode;
import io.tickbus.cluster.Clusters;
import io.tickbus.cluster.JoinException;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.ConfigException;
import io.tickbus.event.QCodec;
import io.tickbus.junit5.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application that joins the cluster of a pipeline. */
class TickbusJoinTest {
    private JsonObject cluster = new JsonObject();
    private @Nullable Vertx node;

    @BeforeEach
    void choosePort() {
        int port = FreePort.choose();
        cluster = new JsonObject().put("port", port).put("members", new JsonArray().add("localhost:" + port));
    }

    @AfterEach
    void close() {
        if (node != null) {
            await(node.close());
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not completed within 60 s", late);
        }
    }

    private Vertx form() {
        ClusterConfig config = ClusterConfig.of(new JsonObject(cluster.encode()).getMap(), Map.of());
        node = await(Clusters.join(config, QCodec.WIRE_VERSION));
        await(Tickbus.embedded(
                        node,
                        new JsonObject(
                                "{\"tables\": {\"note\": {\"columns\": {\"sym\": \"symbol\", \"n\": \"long\"}}}}"))
                .ready());
        return node;
    }

    @Test
    void clientUsesTheTablesOfTheClusterAndHoldsNoData() {
        Vertx owner = form();
        Tickbus tickbus = await(Tickbus.join(cluster).compose(Tickbus::ready));
        await(tickbus.table("note").send(new JsonObject().put("sym", "a").put("n", 1)));
        assertThat(await(tickbus.table("note").count(new JsonObject()))).isOne();
        assertThat(Clusters.nodes(owner)).filteredOn(ClusterNode::client).hasSize(1);

        await(tickbus.close());
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Clusters.nodes(owner).stream().anyMatch(ClusterNode::client)) { // Hazelcast tells the others later.
            assertThat(System.nanoTime()).as("in time").isLessThan(endNanos);
            LockSupport.parkNanos(5_000_000);
        }
        assertThatThrownBy(() -> tickbus.vertx().setTimer(1, due -> {})).isInstanceOf(RuntimeException.class);
    }

    @Test
    void verticleOfTheClientLearnsOfTheEndToo() {
        form();
        Tickbus tickbus = await(Tickbus.join(cluster));
        Promise<Void> closed = Promise.promise();
        tickbus.vertx().runOnContext(turn -> tickbus.close().onComplete(closed));
        await(closed.future());
    }

    @Test
    void clientThatHasLostItsClusterEndsWithTheReason() {
        Vertx owner = form();
        Tickbus tickbus = await(Tickbus.join(cluster));
        Future<Void> finish = tickbus.finish();
        await(owner.close());
        node = null;
        assertThatThrownBy(() -> await(finish)).hasMessage("the last node of the cluster is gone");
        assertThatThrownBy(() -> await(tickbus.table("note").send(new JsonObject())))
                .hasMessage("this Tickbus is closed");
    }

    @Test
    void clientFormsNoCluster() {
        assertThatThrownBy(() -> await(Tickbus.join(cluster)))
                .isInstanceOf(JoinException.class)
                .hasMessageStartingWith("no cluster at localhost:");
    }

    @Test
    void hostOfAnotherMachineIsRefused() {
        assertThatThrownBy(() -> await(Tickbus.join(cluster.put("host", "192.0.2.1"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("other machines can connect to 192.0.2.1; add cluster.tls");
        cluster.put("trustedNetwork", true).put("open", true);
        assertThatThrownBy(() -> await(Tickbus.join(cluster)))
                .isInstanceOf(JoinException.class)
                .hasMessage("cluster.host: 192.0.2.1 is no address of this host");
    }

    @Test
    void wrongKeyIsRefused() {
        assertThatThrownBy(() -> await(Tickbus.join(cluster.put("membres", "localhost"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("membres");
    }
}
