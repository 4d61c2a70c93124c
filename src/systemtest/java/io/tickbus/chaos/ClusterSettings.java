package io.tickbus.chaos;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The settings of a run with a cluster.
 *
 * @param nodes the number of nodes that run the program
 * @param rate rows a second; 0 for as many as the tickerplant accepts
 * @param heap the limit of the heap of a node, in the form of {@code -Xmx}
 * @param nodesMin the smallest number of nodes with which there can be an owner
 * @param firstPort Hazelcast's port of the first node; the other nodes have the next ports
 */
record ClusterSettings(long seed, int nodes, int rate, String heap, int nodesMin, int firstPort) {
    static final String HOST = "127.0.0.1";
    /** Each table has a subscription of its own, so that the subscriptions can run on different nodes. */
    static final List<String> SUBSCRIPTIONS =
            Settings.TABLES.stream().map(table -> table + "s").toList();

    private static final int PORT_MIN = 20_000; // below the ports that the system assigns to outgoing connections
    private static final int PORT_RANGE = 10_000;

    static ClusterSettings of(long seed, int nodes, int rate, String heap, int nodesMin) {
        return new ClusterSettings(seed, nodes, rate, heap, nodesMin, freePorts(nodes + 1));
    }

    private static int freePorts(int count) {
        Random random = new Random(); // not drawn from the seed, because two runs with one seed can run at the same time
        while (true) {
            int first = PORT_MIN + random.nextInt(PORT_RANGE);
            if (IntStream.range(first, first + count).allMatch(ClusterSettings::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Returns Hazelcast's port of a node. The observer has the port after the last node. */
    int port(int node) {
        return firstPort + node;
    }

    /** Returns the node with a port. */
    int nodeAt(int port) {
        return port - firstPort;
    }

    /** Returns the addresses of all nodes. */
    List<String> members() {
        return IntStream.range(firstPort, port(nodes))
                .mapToObj(port -> HOST + ":" + port)
                .toList();
    }

    /** Returns the configuration of a node. Only the port differs between nodes. */
    JsonObject config(int node, int tickerplantPort) {
        JsonArray subscribers = new JsonArray();
        for (int i = 0; i < SUBSCRIPTIONS.size(); i++) {
            subscribers.add(new JsonObject()
                    .put("name", SUBSCRIPTIONS.get(i))
                    .put("port", tickerplantPort)
                    .put("tables", new JsonArray().add(Settings.TABLES.get(i)))
                    .put("replay", "file"));
        }
        JsonObject cluster = new JsonObject()
                .put("host", HOST)
                .put("port", port(node))
                .put("members", new JsonArray(members()))
                .put("nodesMin", nodesMin);
        return new JsonObject().put("subscribers", subscribers).put("cluster", cluster);
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + nodes + " nodes of -Xmx" + heap + ", at least " + nodesMin + " for an owner, "
                + (rate == 0 ? "full speed" : rate + " rows/s") + ", ports from " + firstPort;
    }
}
