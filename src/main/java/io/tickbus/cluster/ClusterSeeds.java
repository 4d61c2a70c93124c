package io.tickbus.cluster;

import io.tickbus.config.ClusterConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The addresses at which a client looks for members of the cluster. */
final class ClusterSeeds {
    /** The number of ports to try for a member without a port, from the configured port. Hazelcast tries the same number. */
    private static final int PORTS_TRIED = 3;

    private static final int CONNECT_MS_MAX = 1000;

    private ClusterSeeds() {}

    /** Returns each host:port at which a member may listen. */
    static List<String> addresses(ClusterConfig cluster) {
        List<String> addresses = new ArrayList<>();
        for (String member : cluster.members()) {
            if (port(member) >= 0) {
                addresses.add(member);
            } else {
                for (int i = 0; i < PORTS_TRIED; i++) {
                    addresses.add(member + ":" + (cluster.port() + i));
                }
            }
        }
        return addresses;
    }

    /** Returns the addresses that accept a connection. All are tried at once; the call blocks up to a second. */
    static List<String> listening(List<String> addresses) {
        return addresses.parallelStream().filter(ClusterSeeds::listens).toList();
    }

    private static boolean listens(String address) {
        int port = port(address);
        String host = address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MS_MAX);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Returns the port of a member's address; -1 if it has none. */
    private static int port(String member) {
        int colon = member.lastIndexOf(':');
        return colon > member.lastIndexOf(']') ? Integer.parseInt(member.substring(colon + 1)) : -1;
    }
}
