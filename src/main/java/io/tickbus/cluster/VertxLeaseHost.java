package io.tickbus.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a lease on Vert.x. {@link Lease#of} creates an instance. The environment uses Vert.x's
 * cluster-wide map, list of nodes and timers, and the system's clock. Belongs to the lease's context.
 */
final class VertxLeaseHost implements LeaseHost {
    private static final String LEASES = "tickbus.leases";
    private static final String HELD_HERE = "tickbus.leases.held";
    private static final String TOO_FEW = "there are fewer nodes than it takes for an owner (cluster.nodesMin)";
    private static final String ONLY_NODE = "local";
    /** Assumed time in ms for which a node can be silent, if the cluster manager is not Hazelcast. */
    private static final int UNKNOWN_SILENT_MS_MAX = 3000;
    /** Delay in ms before this node claims a free lease, for each lease that the node already holds. */
    private static final int MODESTY_MS = 50;

    private static final int MODESTY_MS_MAX = 1000;
    private static final int EPOCH_STEP_MAX = 100_000;

    private final Vertx vertx;
    private final @Nullable ClusterManager cluster;
    private final @Nullable Membership membership; // null without Hazelcast
    private final @Nullable Electorate electorate; // null without Hazelcast
    private final LocalMap<String, Boolean> heldHere;

    VertxLeaseHost(Vertx vertx) {
        this.vertx = vertx;
        this.cluster = ((VertxInternal) vertx).clusterManager();
        this.membership = Membership.of(vertx);
        this.electorate = membership == null ? null : membership.electorate();
        this.heldHere = vertx.sharedData().getLocalMap(HELD_HERE);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Without a cluster, returns the last epoch plus 1. In a cluster, returns the current time in ms, or the last epoch
     * plus a random number if this sum is higher. Two halves of a split cluster therefore almost never choose the same
     * epoch.
     */
    @Override
    public long epochAfter(long last) {
        return isAlone()
                ? last + 1
                : Math.max(
                        System.currentTimeMillis(),
                        last + 1 + ThreadLocalRandom.current().nextInt(EPOCH_STEP_MAX));
    }

    @Override
    public long silentMsMax() {
        return membership == null ? UNKNOWN_SILENT_MS_MAX : membership.silentMsMax();
    }

    @Override
    public boolean isAlone() {
        return cluster == null;
    }

    @Override
    public String node() {
        return cluster == null ? ONLY_NODE : cluster.getNodeId();
    }

    @Override
    public Set<String> nodes() {
        try {
            return cluster == null ? Set.of(ONLY_NODE) : Set.copyOf(cluster.getNodes());
        } catch (RuntimeException over) { // Hazelcast has terminated, and all reads of the lease fail.
            return Set.of();
        }
    }

    @Override
    public Set<String> voters() {
        try {
            return electorate == null ? nodes() : electorate.nodes();
        } catch (RuntimeException over) { // Hazelcast has terminated.
            return Set.of();
        }
    }

    @Override
    public int votesNeeded() {
        try {
            return electorate == null ? 1 : electorate.votesNeeded();
        } catch (RuntimeException over) {
            return Integer.MAX_VALUE;
        }
    }

    /**
     * Requests votes. If the cluster manager is not Hazelcast, nodes cannot vote. In this case, the value in the map
     * decides.
     */
    @Override
    public List<Future<LeaseVote>> requestVotes(LeaseClaim claim) {
        try {
            if (electorate != null) {
                return electorate.requestVotes(claim, ((ContextInternal) vertx.getOrCreateContext())::promise);
            }
        } catch (RuntimeException over) {
            return List.of();
        }
        return List.of(isAlone() ? Future.succeededFuture(new LeaseVote(true, claim.epoch())) : voteOfTheMap(claim));
    }

    private Future<LeaseVote> voteOfTheMap(LeaseClaim claim) {
        return read(claim.lease()).map(value -> {
            LeaseTerm term = LeaseTerm.of(value);
            boolean isGranted = term != null && term.isOf(claim.holder()) && term.epoch() == claim.epoch();
            return new LeaseVote(isGranted, term == null ? 0 : term.epoch());
        });
    }

    @Override
    public long modestyMs() {
        return nodes().size() == 1 ? 0 : Math.min((long) heldHere.size() * MODESTY_MS, MODESTY_MS_MAX);
    }

    @Override
    public void noteHeld(String lease, boolean held) {
        if (held) {
            heldHere.put(lease, true);
        } else {
            heldHere.remove(lease);
        }
    }

    @Override
    public Future<@Nullable String> read(String lease) {
        return map().compose(leases -> leases.get(lease))
                .recover(failure -> Future.failedFuture(
                        electorate != null && electorate.isTooFewNodes(failure)
                                ? new IllegalStateException(TOO_FEW)
                                : failure));
    }

    @Override
    public Future<Boolean> write(String lease, @Nullable String expected, String value) {
        return map().compose(leases -> expected == null
                ? leases.putIfAbsent(lease, value).map(there -> there == null)
                : leases.replaceIfPresent(lease, expected, value));
    }

    private Future<AsyncMap<String, String>> map() {
        try {
            return vertx.sharedData().getAsyncMap(LEASES);
        } catch (RuntimeException over) { // Hazelcast has terminated, but a release still needs a result.
            return Future.failedFuture(over);
        }
    }

    @Override
    public void after(long delayMs, Runnable action) {
        vertx.setTimer(delayMs, timer -> action.run());
    }
}
