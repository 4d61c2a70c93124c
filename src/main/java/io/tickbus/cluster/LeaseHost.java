package io.tickbus.cluster;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a {@link Lease}: the clock, the cluster and the cluster's map. Simulations in tests have their own
 * implementation. All calls and callbacks run on the lease's context.
 */
interface LeaseHost {
    /** Returns the time in ns, as {@link System#nanoTime} does. The time advances even while the process is frozen. */
    long nanoTime();

    /**
     * Returns an epoch that is higher than the given epoch. The other half of a split cluster is unlikely to choose an
     * equal epoch.
     */
    long epochAfter(long last);

    /** Returns the time in ms for which this node can be silent before other nodes can remove it. */
    long silentMsMax();

    /** Returns true if this node is not in a cluster. No other node can then take the lease. */
    boolean isAlone();

    /** Returns the name that this node has in {@link #nodes}. */
    String node();

    /** Returns the nodes of the cluster that this node sees now. */
    Set<String> nodes();

    Set<String> voters();

    /**
     * Returns the number of votes that a claim needs. If no node may hold a lease, the returned number exceeds the
     * number of {@link #voters}.
     */
    int votesNeeded();

    /** Requests a vote from each voter, including this node. The future of a missing vote fails or never completes. */
    List<Future<LeaseVote>> requestVotes(LeaseClaim claim);

    /**
     * Returns the time in ms for which this node leaves a free lease to other nodes. A node that holds many leases
     * waits longer. Leases are therefore spread over the nodes.
     */
    long modestyMs();

    /** Records whether this node holds a lease. {@link #modestyMs} depends on the record. */
    void noteHeld(String lease, boolean held);

    /** Reads the value of a lease in the cluster's map. The result is null if the map has no value. */
    Future<@Nullable String> read(String lease);

    /**
     * Replaces the value of a lease in the cluster's map if the map has the expected value.
     *
     * @param expected the expected value, or null if the map must have no value
     * @return true if the value was replaced. If the future fails, the value may have been replaced.
     */
    Future<Boolean> write(String lease, @Nullable String expected, String value);

    void after(long delayMs, Runnable action);
}
