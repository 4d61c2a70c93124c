package io.tickbus.cluster;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a lease: the clock, the cluster and the cluster's map. The lease's context calls it, and callbacks
 * run on the same context. Simulations have their own implementation.
 */
interface LeaseHost {
    /** Returns the time in ns, as {@link System#nanoTime} does. The time advances even while the process is frozen. */
    long nanoTime();

    /**
     * Returns an epoch that is higher than the given epoch. The other half of a split cluster is unlikely to choose the
     * same epoch.
     */
    long epochAfter(long last);

    /** Returns how long this node may be silent before the others may remove it, in ms. */
    long silentMsMax();

    /** Returns whether this node is not in a cluster, so that no other node can take the lease. */
    boolean isAlone();

    /** Returns the name that this node has in {@link #nodes}. */
    String node();

    /** Returns the nodes of the cluster that this node sees now. */
    Set<String> nodes();

    /** Returns the nodes that vote on leases. */
    Set<String> voters();

    /**
     * Returns the number of votes that a claim needs. It exceeds the number of {@link #voters} if no node may hold a
     * lease.
     */
    int votesNeeded();

    /**
     * Requests a vote from each voter, including this node. If a vote is missing, its future fails or never completes.
     */
    List<Future<LeaseVote>> requestVotes(LeaseClaim claim);

    /**
     * Returns how long this node leaves a free lease to other nodes, in ms. A node that holds many leases waits longer.
     */
    long modestyMs();

    /** Records that this node holds a lease, or no longer holds it. */
    void noteHeld(String lease, boolean held);

    /** Reads the value of a lease in the cluster's map. The result is null if the map has no value. */
    Future<@Nullable String> read(String lease);

    /**
     * Replaces the value of a lease in the cluster's map if the map has the expected value.
     *
     * @param expected the expected value; null if the map must have no value
     * @return whether the value was replaced; if the future fails, the value may have been replaced
     */
    Future<Boolean> write(String lease, @Nullable String expected, String value);

    void after(long delayMs, Runnable action);
}
