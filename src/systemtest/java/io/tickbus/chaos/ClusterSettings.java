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
 * @param nodesMin with fewer of them there is to be no owner
 * @param firstPort Hazelcast's of the first node; those of the others follow
 */
record ClusterSettings(long seed, int nodes, int rate, String heap, int nodesMin, int firstPort) {
    static final String HOST = "127.0.0.1";
    /** A subscription each, so that they can be on different nodes. */
    static final List<String> SUBSCRIPTIONS =
            Settings.TABLES.stream().map(table -> table + "s").toList();

    private static final int PORT_MIN = 20_000; // below those that the system gives to anybody
    private static final int PORT_RANGE = 10_000;

    static ClusterSettings of(long seed, int nodes, int rate, String heap, int nodesMin) {
        return new ClusterSettings(seed, nodes, rate, heap, nodesMin, freePorts(nodes + 1));
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
        return firstPort + node;
    }

    /** The node that a port belongs to. */
    int nodeAt(int port) {
        return port - firstPort;
    }

    /** Every place where a node can be. */
    List<String> members() {
        return IntStream.range(firstPort, port(nodes))
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
