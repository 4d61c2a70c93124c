package io.tickbus.config;

import java.util.List;
import java.util.Set;

/**
 * The address that a server of the program listens on.
 *
 * @param section the server's section of the configuration
 * @param key the key of the port in this section
 * @param port the port, or 0 for any free port
 */
record ListeningAddress(ConfigSection section, String key, String host, int port) {
    private static final Set<String> EVERY_INTERFACE = Set.of("0.0.0.0", "::", "[::]");

    /**
     * Adds a problem for each server that listens on the address of another server. Vert.x would start both servers and
     * distribute connections between them.
     */
    static void requireDistinct(List<ListeningAddress> addresses, Problems problems) {
        for (int i = 1; i < addresses.size(); i++) {
            ListeningAddress later = addresses.get(i);
            for (ListeningAddress earlier : addresses.subList(0, i)) {
                later.section.require(
                        !later.overlaps(earlier),
                        later.key,
                        later.port + " is also the port of " + problems.withLine(earlier.section.path(earlier.key)));
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

    /**
     * Returns whether only programs of this machine can connect to a host. A name other than localhost counts as an
     * address of the network, because finding its address needs a lookup.
     */
    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[?::1]?");
    }

    /**
     * Returns 127.0.0.1 for localhost. Returns any other host unchanged, because its address would need a DNS lookup.
     */
    static String address(String host) {
        return host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host;
    }
}
