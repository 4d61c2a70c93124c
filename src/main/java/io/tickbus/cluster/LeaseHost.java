package io.tickbus.cluster;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a lease: clock, cluster and map. The simulation has its own. The lease's context calls it, and it calls
 * back on this context.
 */
interface LeaseHost {
    /** Returns the time as {@link System#nanoTime} does. Time counts while the process is frozen. */
    long nanoTime();

    /** Returns an epoch that is higher than the last one, and that another half of a split cluster is unlikely to choose. */
    long epochAfter(long last);

    /** Returns how long this node may be silent before the others may remove it, in ms. */
    long silentMsMax();

    /** Returns whether there is no cluster, so that no other JVM can take over. */
    boolean isAlone();

    /** Returns this node's name in {@link #nodes}. */
    String node();

    /** Returns the nodes of the cluster that this node sees now. */
    Set<String> nodes();

    /** Returns the nodes that vote on leases. */
    Set<String> voters();

    /** Returns the number of votes for a majority. It exceeds the number of {@link #voters} if no node can hold a lease. */
    int votesNeeded();

    /** Requests a vote from each voter, this node included. The future of a missing vote fails or never completes. */
    List<Future<LeaseVote>> requestVotes(LeaseClaim claim);

    /** Returns how long to leave a free lease to other nodes, in ms. A node that holds many leases waits longer. */
    long modestyMs();

    /** Records that this node holds a lease, or no longer holds it. */
    void noteHeld(String lease, boolean held);

    /** Reads the value of a lease from the cluster's map; null if it has none. */
    Future<@Nullable String> read(String lease);

    /**
     * Replaces the value of a lease in the cluster's map if it has the expected value.
     *
     * @param expected the expected value; null for no value
     * @return whether the value was replaced; after a failure this is unknown
     */
    Future<Boolean> write(String lease, @Nullable String expected, String value);

    void after(long delayMs, Runnable action);
}
