package io.tickbus.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The nodes of a cluster that vote on leases. */
interface Electorate {
    /** Returns the ids of the nodes. */
    Set<String> nodes();

    /**
     * Returns the number of votes that a claim needs. The number is a majority of the present nodes, and at least
     * {@code cluster.nodesMin}.
     */
    int votesNeeded();

    /**
     * Requests the vote of each node.
     *
     * @param promises creates promises that complete on the caller's context
     */
    List<Future<LeaseVote>> requestVotes(LeaseClaim claim, Supplier<Promise<LeaseVote>> promises);

    /**
     * Returns whether the cluster's map refused an operation because there are fewer nodes than {@code
     * cluster.nodesMin}.
     */
    boolean isTooFewNodes(Throwable failure);
}
