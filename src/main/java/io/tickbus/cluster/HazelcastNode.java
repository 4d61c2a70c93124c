package io.tickbus.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * A Hazelcast cluster manager that also closes cleanly after Hazelcast has ended. {@link HazelcastClusters} uses this
 * class. A node that the cluster has removed terminates Hazelcast before it closes Vert.x. Vert.x then tries to remove
 * its registrations and to leave the cluster. With Vert.x's own cluster manager, both steps would fail, and the ports
 * of some verticles would stay in use.
 */
final class HazelcastNode extends HazelcastClusterManager {
    HazelcastNode(Config config) {
        super(config);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        super.removeRegistration(address, registration, unlessEnded(promise));
    }

    @Override
    public void leave(Completable<Void> promise) {
        super.leave(unlessEnded(promise));
    }

    private Completable<Void> unlessEnded(Completable<Void> promise) {
        return (none, failure) -> {
            HazelcastInstance hazelcast = getHazelcastInstance(); // null if Hazelcast did not start
            boolean ended =
                    hazelcast == null || !hazelcast.getLifecycleService().isRunning();
            promise.complete(null, ended ? null : failure);
        };
    }
}
