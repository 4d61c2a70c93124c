package io.tickbus.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * How long a node can be silent, frozen or cut off, and still be sure that the others have not put it out. It is read from what
 * the cluster goes by, so that leases hold whoever has configured that.
 *
 * <p>Two things put a node out. Its heartbeats stay away for some seconds, counted from one that may have come just before the
 * next was due. Or the oldest node, Hazelcast's master, is gone, and the next one asks all others for their lists of members:
 * who does not answer within {@link #ANSWER_MS_MAX} is not in its cluster (com.hazelcast.internal.cluster.impl.MembershipManager,
 * FETCH_MEMBER_LIST_MILLIS; a shorter time for all of that would put out healthy nodes, which are asked so many times only).
 */
final class SilenceLimit {
    /** Of a cluster manager other than Hazelcast. */
    private static final int UNKNOWN_MS_MAX = 3000;

    private static final long ANSWER_MS_MAX = 5000;

    private SilenceLimit() {}

    /** In ms, for the cluster of a Vert.x. */
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
