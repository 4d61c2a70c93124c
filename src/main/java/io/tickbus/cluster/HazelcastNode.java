package io.tickbus.cluster;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * A cluster manager for a node that may terminate Hazelcast before Vert.x is closed, because the cluster has removed it. The
 * node's registrations are already gone then, so removing them and leaving succeed here. With Vert.x's own manager they fail,
 * verticles are undeployed in part, and their ports stay taken.
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
