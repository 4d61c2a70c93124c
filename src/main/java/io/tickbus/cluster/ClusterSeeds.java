package io.tickbus.cluster;

import io.tickbus.config.ClusterConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Where members of a cluster may be, as a node that only wants to join one looks for them. */
final class ClusterSeeds {
    /** As Hazelcast does for a member without a port: as many from the configured one on. */
    private static final int PORTS_TRIED = 3;

    private static final int CONNECT_MS_MAX = 1000;

    private ClusterSeeds() {}

    /** Every host:port at which a member may be found. */
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

    /** Those of them that listen, asked all at once; blocks until each has answered or had a second to. */
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

    /** Of a member; -1 when it has none. */
    private static int port(String member) {
        int colon = member.lastIndexOf(':');
        return colon > member.lastIndexOf(']') ? Integer.parseInt(member.substring(colon + 1)) : -1;
    }
}
