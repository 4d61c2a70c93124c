package io.tickbus.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.NoDataMemberInClusterException;
import io.tickbus.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forms or joins a Hazelcast cluster with the settings of conf/cluster.xml. {@link Clusters} uses this class. Nodes
 * connect to the configured members with TCP, without multicast. By default, a node listens on loopback and sends no
 * usage statistics. A silent node is removed after some seconds. None of these settings is a default of Hazelcast or
 * Vert.x.
 */
final class HazelcastClusters {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastClusters.class);

    /**
     * The number of threads in Vert.x's internal pool for blocking work. While a frozen node is not yet removed, each
     * lease read and each event bus look-up blocks a thread. With Vert.x's default of 20 threads, a node with many
     * subscriptions could then run no cluster operation.
     */
    private static final int INTERNAL_THREADS_MAX = 100;

    private HazelcastClusters() {}

    /** Joins the cluster, or forms a cluster, see {@link Clusters#join}. */
    static Future<Vertx> join(ClusterConfig cluster, int wireVersion, @Nullable VertxMetricsFactory metrics) {
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

    /**
     * Logs a warning if this node has found no other member. The warning says why each configured member is missing. A
     * worker thread finds the reasons.
     */
    private static void warnIfAlone(Vertx vertx, ClusterConfig cluster) {
        if (isAlone(vertx)) {
            String own = Clusters.nodeName(vertx);
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
        return Clusters.nodes(vertx).stream().filter(node -> !node.client()).count() == 1;
    }

    /** Joins the cluster as a client, see {@link Clusters#joinAsClient}. */
    static Future<Vertx> joinAsClient(ClusterConfig cluster, int wireVersion) {
        List<String> addresses = ClusterSeeds.addresses(cluster);
        // The addresses are checked first, because Hazelcast forms a new cluster if it finds no member.
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
                .compose(vertx -> staysIf(
                        vertx, Clusters.nodes(vertx).stream().allMatch(ClusterNode::client) ? nobodyAt(cluster) : null))
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

    /**
     * Returns the failure to report. If no member with data answered, the returned failure says that no cluster was
     * found.
     */
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

    /**
     * Returns an exception if a member has another wire version, else null. Members without a wire version are
     * accepted, because they are Vert.x applications that use only the event bus.
     */
    private static @Nullable JoinException otherVersion(Vertx vertx, int wireVersion) {
        String ours = Integer.toString(wireVersion);
        for (Member member : members(vertx)) {
            String theirs = member.getAttribute(HazelcastSettings.WIRE);
            if (theirs != null && !theirs.equals(ours)) {
                return new JoinException("the node at " + HazelcastMembership.text(member.getAddress())
                        + " speaks wire version " + theirs + " and this one " + ours
                        + ": all nodes of a cluster have to be of one version of Tickbus");
            }
        }
        return null;
    }

    private static Set<Member> members(Vertx vertx) {
        HazelcastInstance hazelcast = HazelcastMembership.hazelcast(vertx);
        return hazelcast == null ? Set.of() : hazelcast.getCluster().getMembers();
    }
}
