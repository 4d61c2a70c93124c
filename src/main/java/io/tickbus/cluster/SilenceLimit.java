package io.tickbus.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * The time that a node may be silent, frozen or cut off, and still be certain that the others have not removed it. The time is
 * computed from the cluster's configuration, so that leases are safe with any configuration.
 *
 * <p>A node is removed for two reasons. One reason is missing heartbeats for some seconds, counted from a heartbeat that may
 * have come just before the next one was due. The other reason is a missing reply after the oldest node, Hazelcast's master,
 * has left. The next master requests the list of members from all nodes, and removes a node that does not reply within
 * {@link #ANSWER_MS_MAX}.
 *
 * <p>Source: com.hazelcast.internal.cluster.impl.MembershipManager, FETCH_MEMBER_LIST_MILLIS. A shorter timeout for the whole
 * request would remove healthy nodes, because each node is asked a limited number of times.
 */
final class SilenceLimit {
    /** The limit for a cluster manager other than Hazelcast, in ms. */
    private static final int UNKNOWN_MS_MAX = 3000;

    private static final long ANSWER_MS_MAX = 5000;

    private SilenceLimit() {}

    /** Returns the limit for the cluster of a Vert.x, in ms. */
    static long msMax(Vertx vertx) {
        HazelcastInstance hazelcast = Clusters.hazelcast(vertx);
        return hazelcast == null ? UNKNOWN_MS_MAX : msMax(new HazelcastProperties(hazelcast.getConfig()));
    }

    static long msMax(HazelcastProperties properties) {
        long heartbeatsMissed = properties.getMillis(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS)
                - properties.getMillis(ClusterProperty.HEARTBEAT_INTERVAL_SECONDS);
        long unanswered = properties.getMillis(ClusterProperty.MASTERSHIP_CLAIM_TIMEOUT_SECONDS);
        return Math.max(TimeUnit.SECONDS.toMillis(1), Math.min(heartbeatsMissed, Math.min(unanswered, ANSWER_MS_MAX)));
    }
}
