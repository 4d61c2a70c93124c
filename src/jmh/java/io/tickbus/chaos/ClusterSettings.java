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
 * What a run with a cluster is of.
 *
 * @param nodes how many run the program
 * @param rate rows a second; 0 for as many as the tickerplant takes
 * @param heap of a node, as {@code -Xmx} wants it
 * @param firstPort Hazelcast's of the first node; each node has {@link #PORTS_OF_A_NODE} to itself
 */
record ClusterSettings(long seed, int nodes, int rate, String heap, int firstPort) {
    /** A port that a killed node had may be kept by the system for a while: the node then takes the next one. */
    static final int PORTS_OF_A_NODE = 5;

    static final String HOST = "127.0.0.1";
    /** A subscription each, so that they can be on different nodes. */
    static final List<String> SUBSCRIPTIONS =
            Settings.TABLES.stream().map(table -> table + "s").toList();

    private static final int PORT_MIN = 20_000; // below those that the system gives to anybody
    private static final int PORT_RANGE = 10_000;

    static ClusterSettings of(long seed, int nodes, int rate, String heap) {
        return new ClusterSettings(seed, nodes, rate, heap, freePorts((nodes + 1) * PORTS_OF_A_NODE));
    }

    private static int freePorts(int count) {
        Random random = new Random(); // not of the seed: two runs with the same one may go on at once
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

    /** Hazelcast's port of a node, the observer being the one after the last. */
    int port(int node) {
        return firstPort + node * PORTS_OF_A_NODE;
    }

    /** The node that a port belongs to. */
    int nodeAt(int port) {
        return Math.floorDiv(port - firstPort, PORTS_OF_A_NODE);
    }

    /** Every place where a node can be. */
    List<String> members() {
        return IntStream.range(firstPort, port(nodes + 1))
                .mapToObj(port -> HOST + ":" + port)
                .toList();
    }

    /** A node's configuration: the same for all, but for the port. */
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
                .put("members", new JsonArray(members()));
        return new JsonObject().put("subscribers", subscribers).put("cluster", cluster);
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + nodes + " nodes of -Xmx" + heap + ", "
                + (rate == 0 ? "full speed" : rate + " rows/s") + ", ports from " + firstPort;
    }
}
