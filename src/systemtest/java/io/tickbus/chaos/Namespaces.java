package io.tickbus.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes with a network each, connected by a switch. They are namespaces of the Linux kernel, and are removed at the
 * end. A cut gives the receiver a wrong hardware address: packets are sent, no node receives them, and the sender
 * gets no error.
 */
final class Namespaces implements AutoCloseable {
    private static final String NOWHERE = "02:00:00:00:00:99";
    private static final String PORT = "e0";

    private final String prefix = "tickbus" + ProcessHandle.current().pid();
    private final List<String> made = new ArrayList<>();
    private final int nodes;

    Namespaces(int nodes) throws IOException, InterruptedException {
        this.nodes = nodes;
        try {
            make();
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    private void make() throws IOException, InterruptedException {
        String hub = prefix + "hub";
        add(hub);
        ip("-n", hub, "link", "add", "name", "switch", "type", "bridge");
        ip("-n", hub, "link", "set", "dev", "switch", "up");
        for (int node = 0; node < nodes; node++) {
            add(name(node));
            ip("-n", hub, "link", "add", "name", "p" + node, "type", "veth", "peer", "name", PORT, "netns", name(node));
            ip("-n", hub, "link", "set", "dev", "p" + node, "master", "switch", "up");
            ip("-n", name(node), "link", "set", "lo", "up");
            ip("-n", name(node), "address", "add", address(node) + "/24", "dev", PORT);
            ip("-n", name(node), "link", "set", PORT, "up");
        }
    }

    private void add(String namespace) throws IOException, InterruptedException {
        ip("netns", "add", namespace);
        made.add(namespace);
    }

    private String name(int node) {
        return prefix + "n" + node;
    }

    String address(int node) {
        return "10.77.0." + (node + 1);
    }

    List<String> addresses() {
        List<String> all = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            all.add(address(node));
        }
        return all;
    }

    /** Returns the first words of a command that runs on a node. */
    List<String> on(int node) {
        return List.of("ip", "netns", "exec", name(node));
    }

    /** Drops all packets from a node to other nodes. */
    void cutFrom(int node) throws IOException, InterruptedException {
        for (int other = 0; other < nodes; other++) {
            if (other != node) {
                cut(node, other);
            }
        }
    }

    /** Drops all packets from other nodes to a node. */
    void cutTo(int node) throws IOException, InterruptedException {
        for (int other = 0; other < nodes; other++) {
            if (other != node) {
                cut(other, node);
            }
        }
    }

    private void cut(int from, int to) throws IOException, InterruptedException {
        ip("-n", name(from), "neigh", "replace", address(to), "lladdr", NOWHERE, "dev", PORT, "nud", "permanent");
    }

    /** Ends all cuts. */
    void heal() throws IOException, InterruptedException {
        for (int node = 0; node < nodes; node++) {
            ip("-n", name(node), "neigh", "flush", "dev", PORT, "nud", "permanent");
        }
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = process.inputReader().readLine();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (String namespace : made) {
                ip("netns", "delete", namespace);
            }
            made.clear();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
