package io.tickbus.cluster;

import io.tickbus.library.OptionalLibrary;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x as a member of its cluster. This interface provides functions that leases need and that Vert.x's {@link
 * ClusterManager} lacks. {@link HazelcastMembership} is the only implementation. Classes that use this interface run
 * without Hazelcast on the class path.
 */
interface Membership {
    /** Returns the membership of a Vert.x, or null if the Vert.x is not clustered by Hazelcast. */
    static @Nullable Membership of(Vertx vertx) {
        ClusterManager cluster = ((VertxInternal) vertx).clusterManager();
        return cluster != null && OptionalLibrary.HAZELCAST.isPresent() ? HazelcastMembership.of(cluster) : null;
    }

    /** Returns this node's host:port. */
    String nodeName();

    /** Returns all members, oldest first. */
    List<ClusterNode> nodes();

    boolean isClient();

    /** Returns the time in ms for which this node can be silent before other nodes can remove it. */
    long silentMsMax();

    Electorate electorate();

    /** Leaves the cluster at once, without a message to other nodes. */
    void terminate();

    /**
     * Sets an action that runs after a split of the cluster, before this half merges into the other half. If the action
     * throws an exception, the merge is abandoned. The action runs on a thread of Hazelcast.
     */
    void beforeMerge(Runnable action);
}
