package io.tickbus.cluster;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The nodes that vote on leases, and their highest number during the last seconds. {@link Lease} uses this class.
 * Belongs to the lease's context.
 */
final class VoterCount {
    /** Time in ms for which the highest number of nodes is remembered. */
    private static final int SEEN_MS = 5000;

    private Set<String> nodes = Set.of();
    private int seen;
    private long seenNanos;

    /** Records the nodes that are present. Returns whether a node has left since the last call. */
    boolean count(Set<String> there, long nowNanos) {
        boolean isFewer = !there.containsAll(nodes);
        nodes = there;
        if (there.size() >= seen || nowNanos - seenNanos > TimeUnit.MILLISECONDS.toNanos(SEEN_MS)) {
            seen = there.size();
            seenNanos = nowNanos;
        }
        return isFewer;
    }

    int size() {
        return nodes.size();
    }

    /**
     * Returns whether fewer than half of the nodes of the last seconds are left. In this case, this node may be cut off
     * from the other nodes.
     */
    boolean isCutOff() {
        return 2 * nodes.size() < seen;
    }
}
