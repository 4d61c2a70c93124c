package io.tickbus.cluster;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a lease needs of the world around it. It is called, and calls back, on the contender's context. */
interface LeaseHost {
    /** As {@link System#nanoTime}; the time that the process is frozen counts. */
    long nanoTime();

    /** Returns an epoch that is higher than the last, and that another half of a split cluster is unlikely to take. */
    long epochAfter(long last);

    /** How long this node can be silent, in ms, before the others may put it out. */
    long silentMsMax();

    /** Whether there is no cluster, so that nobody outside this JVM can take over. */
    boolean isAlone();

    /** This node, as it is in {@link #nodes}. */
    String node();

    /** The nodes of the cluster, as this one sees it now. */
    Set<String> nodes();

    /** The nodes that vote on leases. */
    Set<String> voters();

    /** How many votes are a majority; more than there are {@link #voters} when no node can hold a lease. */
    int votesNeeded();

    /** Asks each voter, this node included, to grant a claim. An answer that does not come leaves its future open, or fails it. */
    List<Future<LeaseVote>> requestVotes(LeaseClaim claim);

    /** How long to leave a lease that may be had to others, in ms: longer on a node that holds many. */
    long modestyMs();

    /** Notes that this node holds a lease, or no longer does. */
    void noteHeld(String lease, boolean held);

    /** The value of a lease in the cluster's map; null when it has none. */
    Future<@Nullable String> read(String lease);

    /**
     * Gives a lease another value if it has the expected one.
     *
     * @param expected null when it is to have none
     * @return whether it had; a failure leaves that open
     */
    Future<Boolean> write(String lease, @Nullable String expected, String value);

    void after(long delayMs, Runnable action);
}
