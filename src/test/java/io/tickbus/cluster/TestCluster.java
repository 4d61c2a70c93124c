package io.tickbus.cluster;

import io.tickbus.config.ClusterConfig;
import io.tickbus.junit5.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Nodes in this JVM, at a port of their own, so that clusters of other tests are others. */
final class TestCluster implements AutoCloseable {
    static final int WIRE_VERSION = 7;

    private static final int WAIT_SECONDS_MAX = 60;
    private static final int LOOK_MS = 10;

    private final int port = FreePort.choose();
    private final Deque<Vertx> nodes = new ArrayDeque<>();

    String address() {
        return "127.0.0.1:" + port;
    }

    /** The section {@code cluster}, with these keys too. */
    ClusterConfig config(Map<String, ?> more, Map<String, String> environment) {
        Map<String, Object> tree = new HashMap<>(more);
        tree.put("port", port);
        tree.put("members", List.of(address()));
        return ClusterConfig.of(tree, environment);
    }

    Vertx join(Map<String, ?> more) throws TimeoutException {
        return joined(Clusters.join(config(more, Map.of()), WIRE_VERSION));
    }

    Vertx joinAsClient() throws TimeoutException {
        return joined(Clusters.joinAsClient(config(Map.of(), Map.of()), WIRE_VERSION));
    }

    /** Waits for a node, which the end closes. */
    Vertx joined(Future<Vertx> joining) throws TimeoutException {
        Vertx vertx = await(joining);
        nodes.push(vertx);
        return vertx;
    }

    static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Waits until this one knows of so many. */
    static void awaitNodes(Vertx vertx, int count) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (Clusters.nodes(vertx).size() != count) {
            if (System.nanoTime() - endNanos > 0) {
                throw new AssertionError("still " + Clusters.nodes(vertx));
            }
            Thread.sleep(LOOK_MS);
        }
    }

    @Override
    public void close() throws TimeoutException {
        for (Vertx vertx : nodes) {
            await(vertx.close());
        }
    }
}
