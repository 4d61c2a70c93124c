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

/**
 * Lists the addresses at which members of the cluster can listen, and tests whether they accept connections. {@link
 * HazelcastClusters} uses this class. Stateless and thread-safe.
 */
final class ClusterSeeds {
    /** The number of ports to try for a member that is configured without a port, as in Hazelcast. */
    private static final int PORTS_TRIED = 3;

    private static final int CONNECT_MS_MAX = 1000;

    private ClusterSeeds() {}

    /** Returns each host:port at which a member can listen. */
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

    /**
     * Returns the addresses that accept a connection. The call tries all addresses at once and blocks for up to a
     * second.
     */
    static List<String> listening(List<String> addresses) {
        return addresses.parallelStream()
                .filter(address -> silence(address) == null)
                .toList();
    }

    /**
     * Returns the configured members that are not in this node's cluster, each with the reason. This node itself is
     * never returned. The call blocks for up to a second for each address of a member.
     *
     * @param own the host:port of this node
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

    /** Returns the configured members whose host name cannot be resolved. */
    static List<String> unknown(ClusterConfig cluster) {
        return cluster.members().stream()
                .filter(member ->
                        new InetSocketAddress(host(port(member) < 0 ? member + ":0" : member), 0).isUnresolved())
                .toList();
    }

    /** Returns the reason why no connection to an address is possible. Returns null if a connection succeeds. */
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

    /** Returns the port of a member's address, or -1 if the address has no port. */
    private static int port(String member) {
        int colon = member.lastIndexOf(':');
        return colon > member.lastIndexOf(']') ? Integer.parseInt(member.substring(colon + 1)) : -1;
    }
}
