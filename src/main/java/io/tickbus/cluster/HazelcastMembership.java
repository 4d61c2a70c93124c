package io.tickbus.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.spi.properties.HazelcastProperties;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The membership of a Vert.x that Hazelcast clusters. */
record HazelcastMembership(HazelcastInstance hazelcast) implements Membership {
    /** Returns the membership, or null if the cluster manager is not Hazelcast's or has not joined yet. */
    static @Nullable HazelcastMembership of(ClusterManager cluster) {
        HazelcastInstance hazelcast =
                cluster instanceof HazelcastClusterManager manager ? manager.getHazelcastInstance() : null;
        return hazelcast == null ? null : new HazelcastMembership(hazelcast);
    }

    /** Returns the Hazelcast instance of a Vert.x, or null if the Vert.x is not clustered by Hazelcast. */
    static @Nullable HazelcastInstance hazelcast(Vertx vertx) {
        ClusterManager cluster = ((VertxInternal) vertx).clusterManager();
        HazelcastMembership membership = cluster == null ? null : of(cluster);
        return membership == null ? null : membership.hazelcast;
    }

    /** Returns an address as host:port. */
    static String text(Address address) {
        return address.getHost() + ":" + address.getPort();
    }

    private Member self() {
        return hazelcast.getCluster().getLocalMember();
    }

    @Override
    public String nodeName() {
        return text(self().getAddress());
    }

    @Override
    public List<ClusterNode> nodes() {
        return hazelcast.getCluster().getMembers().stream()
                .map(member -> new ClusterNode(text(member.getAddress()), member.isLiteMember()))
                .toList();
    }

    @Override
    public boolean isClient() {
        return self().isLiteMember();
    }

    @Override
    public long silentMsMax() {
        return HazelcastSilence.msMax(new HazelcastProperties(hazelcast.getConfig()));
    }

    @Override
    public Electorate electorate() {
        return new HazelcastElectorate(hazelcast);
    }

    @Override
    public void terminate() {
        hazelcast.getLifecycleService().terminate();
    }

    @Override
    public void beforeMerge(Runnable action) {
        hazelcast.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleEvent.LifecycleState.MERGING) {
                action.run();
            }
        });
    }
}
