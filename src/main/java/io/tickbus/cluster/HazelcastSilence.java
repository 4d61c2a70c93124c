package io.tickbus.cluster;

import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import java.util.concurrent.TimeUnit;

/**
 * Computes the shortest silence after which other nodes may have removed a node. A node is silent while it is frozen
 * or cut off. {@link VertxLeaseHost} and {@link MembershipMonitor} use this time. The time follows from the
 * cluster's configuration, so that leases are safe with any configuration. Stateless and thread-safe.
 *
 * <p>Nodes remove a silent node for one of two reasons. The first reason is that heartbeats are missing for some
 * seconds. The last heartbeat can already be old when the silence begins. The second reason arises after Hazelcast's
 * master, the oldest node, has left. The next master requests the list of members from all nodes. The master removes a
 * node that does not reply within {@link #ANSWER_MS_MAX}.
 *
 * <p>Source: com.hazelcast.internal.cluster.impl.MembershipManager, FETCH_MEMBER_LIST_MILLIS.
 *
 * <p>The timeout of the master's whole request should not be made shorter. The master could then remove healthy nodes.
 */
final class HazelcastSilence {
    private static final long ANSWER_MS_MAX = 5000;

    private HazelcastSilence() {}

    /** Returns the time in ms for which a node can be silent in a cluster with these properties. */
    static long msMax(HazelcastProperties properties) {
        long heartbeatsMissed = properties.getMillis(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS)
                - properties.getMillis(ClusterProperty.HEARTBEAT_INTERVAL_SECONDS);
        long unanswered = properties.getMillis(ClusterProperty.MASTERSHIP_CLAIM_TIMEOUT_SECONDS);
        return Math.max(TimeUnit.SECONDS.toMillis(1), Math.min(heartbeatsMissed, Math.min(unanswered, ANSWER_MS_MAX)));
    }
}
