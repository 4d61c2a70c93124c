package io.tickbus.config;

import java.util.List;
import java.util.Set;

/**
 * The address that a server of the program listens on.
 *
 * @param section the server's section
 * @param key the key of the port in it
 * @param port 0 for any free port
 */
record ListeningAddress(ConfigSection section, String key, String host, int port) {
    private static final Set<String> EVERY_INTERFACE = Set.of("0.0.0.0", "::", "[::]");

    /**
     * Notes a problem for each server that listens where another one does. Vert.x would not refuse it: two servers of one Vert.x
     * that have the same port take turns with its connections.
     */
    static void requireDistinct(List<ListeningAddress> addresses, Problems problems) {
        for (int i = 1; i < addresses.size(); i++) {
            ListeningAddress later = addresses.get(i);
            for (ListeningAddress earlier : addresses.subList(0, i)) {
                later.section.require(
                        !later.overlaps(earlier),
                        later.key,
                        later.port + " is also the port of " + problems.place(earlier.section.path(earlier.key)));
            }
        }
    }

    private boolean overlaps(ListeningAddress other) {
        return port != 0
                && port == other.port
                && (isEveryInterface()
                        || other.isEveryInterface()
                        || address(host).equals(address(other.host)));
    }

    private boolean isEveryInterface() {
        return EVERY_INTERFACE.contains(host);
    }

    /** Returns the address that a host's name stands for, if that is known without asking: localhost's. */
    static String address(String host) {
        return host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host;
    }
}
