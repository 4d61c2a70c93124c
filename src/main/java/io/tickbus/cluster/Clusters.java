package io.tickbus.cluster;

import io.tickbus.config.ClusterConfig;
import io.tickbus.library.OptionalLibrary;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Forms, joins and shows the cluster of a Vert.x. Joining needs Hazelcast, see {@link HazelcastClusters}. {@link
 * #nodeName} and {@link #nodes} also work without Hazelcast on the class path. Thread-safe.
 */
public final class Clusters {
    private Clusters() {}

    /**
     * Joins the cluster, or forms a cluster if no member is found.
     *
     * @param wireVersion the version of the messages between nodes. The join fails if another node has another version.
     * @return the clustered Vert.x. Fails with a {@link JoinException}.
     */
    public static Future<Vertx> join(ClusterConfig cluster, int wireVersion) {
        return join(cluster, wireVersion, null);
    }

    /**
     * Joins the cluster, or forms a cluster if no member is found.
     *
     * @param wireVersion the version of the messages between nodes. The join fails if another node has another version.
     * @param metrics the metrics of the Vert.x, or null for no metrics
     * @return the clustered Vert.x. Fails with a {@link JoinException}.
     */
    public static Future<Vertx> join(ClusterConfig cluster, int wireVersion, @Nullable VertxMetricsFactory metrics) {
        return joined(cluster, () -> HazelcastClusters.join(cluster, wireVersion, metrics));
    }

    /**
     * Joins the cluster as a client. A client never forms a cluster, stores no data and does not vote. A client listens
     * on free ports, because a node on the same host can use the configured ports.
     *
     * @return the clustered Vert.x. Fails with a {@link JoinException} within seconds if there is no cluster.
     */
    public static Future<Vertx> joinAsClient(ClusterConfig cluster, int wireVersion) {
        return joined(cluster, () -> HazelcastClusters.joinAsClient(cluster, wireVersion));
    }

    private static Future<Vertx> joined(ClusterConfig cluster, Supplier<Future<Vertx>> join) {
        String exposure = cluster.exposure();
        if (exposure != null) {
            return Future.failedFuture(new JoinException(exposure));
        }
        return OptionalLibrary.HAZELCAST.isPresent()
                ? join.get()
                : Future.failedFuture(new JoinException(
                        OptionalLibrary.missing("a cluster", List.of(OptionalLibrary.HAZELCAST.coordinates()))));
    }

    /** Returns this node's host:port in the cluster, or {@code local} if the Vert.x is not clustered. */
    public static String nodeName(Vertx vertx) {
        ClusterManager cluster = ((VertxInternal) vertx).clusterManager();
        if (cluster == null) {
            return "local";
        }
        Membership membership = Membership.of(vertx);
        return membership == null ? cluster.getNodeId() : membership.nodeName();
    }

    /** Returns all members, oldest first. The list is empty if the Vert.x is not clustered by Hazelcast. */
    public static List<ClusterNode> nodes(Vertx vertx) {
        Membership membership = Membership.of(vertx);
        return membership == null ? List.of() : membership.nodes();
    }
}
