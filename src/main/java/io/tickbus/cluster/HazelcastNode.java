package io.tickbus.cluster;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * Hazelcast for a node that may have ended Hazelcast before Vert.x is closed, as one does that was put out of its cluster. What the
 * node had registered has left the cluster with it, so that taking it back and leaving succeed. In Vert.x's own they fail: verticles
 * are then undeployed in part, and the ports that they listen on stay taken.
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
            boolean ended = !getHazelcastInstance().getLifecycleService().isRunning();
            promise.complete(null, ended ? null : failure);
        };
    }
}
