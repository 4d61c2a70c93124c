package io.tickbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MembershipMonitorTest {
    private static final int SILENT_MS_MAX = 3000;

    private final List<MembershipMonitor> watched = new ArrayList<>();
    private boolean lostWhenLeft;
    private int outs;
    private long nowNanos;
    private int others;

    private MembershipMonitor membership(boolean client) {
        MembershipMonitor made = new MembershipMonitor(() -> nowNanos, SILENT_MS_MAX, () -> others, client, () -> {
            outs++;
            lostWhenLeft = watched.get(0).isLost();
        });
        watched.add(made);
        return made;
    }

    private void lookAfter(MembershipMonitor membership, long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
        membership.inspect();
    }

    @Test
    void nodeThatDidNotRunForLongIsLost() {
        others = 2;
        try (MembershipMonitor membership = membership(false)) {
            lookAfter(membership, 250);
            lookAfter(membership, SILENT_MS_MAX);
            assertThat(membership.lost().isComplete()).isFalse();

            others = 0; // as it looks by then
            lookAfter(membership, 12_000);
            assertThat(membership.lost().result())
                    .isEqualTo("did not run for 12000 ms, in which the others may have put it out");
            assertThat(outs).as("left at once").isOne();
            assertThat(lostWhenLeft).as("known to whom that fails").isTrue();
        }
    }

    @Test
    void nodeThatWasAloneIsNotLostByNotRunning() {
        try (MembershipMonitor membership = membership(false)) {
            lookAfter(membership, 12_000);
            assertThat(membership.lost().isComplete()).isFalse();
        }
    }

    @Test
    void nodeWhoseOthersDieIsNotLost() {
        others = 2;
        try (MembershipMonitor membership = membership(false)) {
            others = 0;
            lookAfter(membership, 250);
            assertThat(membership.lost().isComplete()).isFalse();
        }
    }

    @Test
    void clientWithoutNodesIsLost() {
        others = 1;
        try (MembershipMonitor membership = membership(true)) {
            lookAfter(membership, 250);
            assertThat(membership.lost().isComplete()).isFalse();

            others = 0;
            lookAfter(membership, 250);
            assertThat(membership.lost().result()).isEqualTo("the last node of the cluster is gone");
        }
    }

    @Test
    void nodeThatIsToBeMergedLeavesInstead() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Vertx oldest = cluster.join(Map.of());
            Vertx younger = cluster.join(Map.of());
            HazelcastInstance hazelcast = Objects.requireNonNull(HazelcastMembership.hazelcast(younger));
            Address other = Objects.requireNonNull(HazelcastMembership.hazelcast(oldest))
                    .getCluster()
                    .getLocalMember()
                    .getAddress();
            try (MembershipMonitor membership = MembershipMonitor.of(younger)) {
                var uuid = hazelcast.getCluster().getLocalMember().getUuid();
                try {
                    ((HazelcastInstanceProxy) hazelcast)
                            .getOriginal()
                            .node
                            .getClusterService()
                            .merge(other);
                } catch (IllegalStateException refused) {
                    assertThat(refused).hasMessage("leaves and joins again instead of being merged");
                }
                assertThat(membership.lost().result())
                        .isEqualTo("the cluster was cut in two, and the other half has gone on");
                assertThat(hazelcast.getCluster().getLocalMember().getUuid()).isEqualTo(uuid);
            }
        }
    }
}
