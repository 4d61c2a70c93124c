package io.tickbus.cluster;

import io.tickbus.config.ClusterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        return addresses.parallelStream()
                .filter(address -> silence(address) == null)
                .toList();
    }

    /**
     * Returns the members at which nothing listens, each with the reason; blocks like {@link #listening}. Empty when this node is the
     * only one listed.
     *
     * @param own the address of this node, as host:port
     */
    static List<String> silent(ClusterConfig cluster, String own) {
        return cluster.members().parallelStream()
                .map(member -> silence(member, addresses(cluster.withMembers(List.of(member))), own))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable String silence(String member, List<String> addresses, String own) {
        String reason = "";
        for (String address : addresses) {
            if (isOwn(address, own)) {
                return null;
            }
            String each = silence(address);
            if (each == null) {
                return member + ": answers, but is not in this cluster";
            }
            reason = each;
        }
        return member + ": " + reason;
    }

    private static boolean isOwn(String address, String own) {
        try {
            return port(address) == port(own)
                    && InetAddress.getByName(host(address)).equals(InetAddress.getByName(host(own)));
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Returns the members whose host is not known by name. */
    static List<String> unknown(ClusterConfig cluster) {
        return cluster.members().stream()
                .filter(member ->
                        new InetSocketAddress(host(port(member) < 0 ? member + ":0" : member), 0).isUnresolved())
                .toList();
    }

    /** Returns why nothing can be reached at an address, null when something listens there. */
    private static @Nullable String silence(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(address), port(address)), CONNECT_MS_MAX);
            return null;
        } catch (UnknownHostException unknown) {
            return "unknown host";
        } catch (IOException unanswered) {
            return String.valueOf(unanswered.getMessage());
        }
    }

    private static String host(String address) {
        return address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    }

    /** Returns the port of a member's address; -1 if it has none. */
    private static int port(String member) {
        int colon = member.lastIndexOf(':');
        return colon > member.lastIndexOf(']') ? Integer.parseInt(member.substring(colon + 1)) : -1;
    }
}
