package io.tickbus.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.NoDataMemberInClusterException;
import io.tickbus.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forms or joins a Hazelcast cluster by our own configuration, conf/cluster.xml: TCP to the listed members, loopback unless told
 * otherwise, no multicast, no phone-home, and a member that is silent for some seconds is out. Hazelcast's and Vert.x's own
 * would do the opposite of each.
 */
public final class Clusters {
    private static final Logger LOG = LoggerFactory.getLogger(Clusters.class);

    /**
     * Each look at a lease in the map blocks one, and so does each look-up of the bus, for as long as a frozen node is not put out. Vert.x's
     * own 20 are too few for a node with as many subscriptions: then nothing of the cluster would go on, wherever it is kept.
     */
    private static final int INTERNAL_THREADS_MAX = 100;

    private Clusters() {}

    /**
     * A clustered Vert.x that forms a cluster when it finds none.
     *
     * @param wireVersion of the messages that this node sends and understands: it stays only where all speak the same
     * @return fails with a {@link JoinException}
     */
    public static Future<Vertx> join(ClusterConfig cluster, int wireVersion) {
        return join(cluster, wireVersion, null);
    }

    /**
     * The same.
     *
     * @param metrics what the Vert.x is to tell of itself; null for nothing
     */
    public static Future<Vertx> join(ClusterConfig cluster, int wireVersion, @Nullable VertxMetricsFactory metrics) {
        try {
            return build(
                            HazelcastSettings.node(cluster, wireVersion),
                            HazelcastSettings.bus(cluster, cluster.eventBusPort()),
                            metrics)
                    .compose(vertx -> staysIf(vertx, otherVersion(vertx, wireVersion)))
                    .onSuccess(vertx -> warnIfAlone(vertx, cluster));
        } catch (JoinException wrong) {
            return Future.failedFuture(wrong);
        }
    }

    /** The members are looked at aside: a node does not wait for those that are silent. */
    private static void warnIfAlone(Vertx vertx, ClusterConfig cluster) {
        if (isAlone(vertx)) {
            String own = nodeName(vertx);
            vertx.executeBlocking(() -> ClusterSeeds.silent(cluster, own)).onSuccess(silent -> {
                if (!silent.isEmpty() && isAlone(vertx)) {
                    LOG.atWarn()
                            .addKeyValue("members", silent)
                            .log("no other member was found: this node is alone in a cluster of its own for now");
                }
            });
        }
    }

    private static boolean isAlone(Vertx vertx) {
        return nodes(vertx).stream().filter(node -> !node.client()).count() == 1;
    }

    /**
     * A clustered Vert.x that only uses what a cluster offers: it never forms one, has no data and counts in no election. Takes
     * any free ports, since it may be on the host of a node that has the configured ones.
     *
     * @return fails with a {@link JoinException}, within seconds, when there is no cluster
     */
    public static Future<Vertx> joinAsClient(ClusterConfig cluster, int wireVersion) {
        List<String> addresses = ClusterSeeds.addresses(cluster);
        // Asked first: a node that looks for members in vain is by then a cluster of its own.
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(() -> ClusterSeeds.listening(addresses)))
                .compose(listening -> {
                    if (listening.isEmpty()) {
                        return Future.failedFuture(nobodyAt(cluster));
                    }
                    try {
                        return build(
                                        HazelcastSettings.client(cluster, wireVersion, addresses),
                                        HazelcastSettings.bus(cluster, 0),
                                        null)
                                .recover(failure -> Future.failedFuture(noneAt(cluster, failure)));
                    } catch (JoinException wrong) {
                        return Future.failedFuture(wrong);
                    }
                })
                .compose(vertx ->
                        staysIf(vertx, nodes(vertx).stream().allMatch(ClusterNode::client) ? nobodyAt(cluster) : null))
                .compose(vertx -> staysIf(vertx, otherVersion(vertx, wireVersion)));
    }

    private static Future<Vertx> build(Config config, EventBusOptions bus, @Nullable VertxMetricsFactory metrics) {
        return Vertx.builder()
                .withMetrics(metrics)
                .with(ProgramVertx.options().setEventBusOptions(bus).setInternalBlockingPoolSize(INTERNAL_THREADS_MAX))
                .withClusterManager(new HazelcastNode(config))
                .buildClustered()
                .recover(failure -> Future.failedFuture(failed(failure)));
    }

    private static Future<Vertx> staysIf(Vertx vertx, @Nullable JoinException objection) {
        return objection == null
                ? Future.succeededFuture(vertx)
                : vertx.close().transform(closed -> Future.failedFuture(objection));
    }

    private static JoinException failed(Throwable cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        JoinException failed = new JoinException("the cluster did not form: " + reason);
        failed.initCause(cause);
        return failed;
    }

    /** Who listens there is a client too, or no member at all, or lets nobody in. */
    private static Throwable noneAt(ClusterConfig cluster, Throwable failure) {
        Throwable cause = failure.getCause();
        boolean alone = cause instanceof NoDataMemberInClusterException || cause instanceof IllegalStateException;
        return alone ? nobodyAt(cluster) : failure;
    }

    private static JoinException nobodyAt(ClusterConfig cluster) {
        List<String> unknown = ClusterSeeds.unknown(cluster);
        String where = String.join(
                ", ",
                cluster.members().stream()
                        .map(member -> (member.matches(".*:[0-9]+") ? member : member + ":" + cluster.port())
                                + (unknown.contains(member) ? " (unknown host)" : ""))
                        .toList());
        return new JoinException("no cluster at " + where + " (cluster.members, --members)");
    }

    /** Members that say nothing of it are Vert.x applications that only use the bus. */
    private static @Nullable JoinException otherVersion(Vertx vertx, int wireVersion) {
        String ours = Integer.toString(wireVersion);
        for (Member member : members(vertx)) {
            String theirs = member.getAttribute(HazelcastSettings.WIRE);
            if (theirs != null && !theirs.equals(ours)) {
                return new JoinException("the node at " + text(member.getAddress()) + " speaks wire version " + theirs
                        + " and this one " + ours + ": all nodes of a cluster have to be of one version of Tickbus");
            }
        }
        return null;
    }

    /** This node as an operator knows it: its address in the cluster; {@code local} without one. */
    public static String nodeName(Vertx vertx) {
        ClusterManager cluster = ((VertxInternal) vertx).clusterManager();
        if (cluster == null) {
            return "local";
        }
        HazelcastInstance hazelcast = hazelcast(vertx);
        return hazelcast == null
                ? cluster.getNodeId()
                : text(hazelcast.getCluster().getLocalMember().getAddress());
    }

    /** All members, the oldest first; none when Vert.x is not clustered by Hazelcast. */
    public static List<ClusterNode> nodes(Vertx vertx) {
        return members(vertx).stream()
                .map(member -> new ClusterNode(text(member.getAddress()), member.isLiteMember()))
                .toList();
    }

    private static Set<Member> members(Vertx vertx) {
        HazelcastInstance hazelcast = hazelcast(vertx);
        return hazelcast == null ? Set.of() : hazelcast.getCluster().getMembers();
    }

    static @Nullable HazelcastInstance hazelcast(Vertx vertx) {
        return ((VertxInternal) vertx).clusterManager() instanceof HazelcastClusterManager cluster
                ? cluster.getHazelcastInstance()
                : null;
    }

    private static String text(Address address) {
        return address.getHost() + ":" + address.getPort();
    }
}
