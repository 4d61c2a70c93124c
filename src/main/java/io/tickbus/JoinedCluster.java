package io.tickbus;

import io.tickbus.cluster.Clusters;
import io.tickbus.cluster.JoinException;
import io.tickbus.cluster.MembershipMonitor;
import io.tickbus.cluster.OwnAddress;
import io.tickbus.config.ClusterConfig;
import io.tickbus.event.QCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;

/** The cluster that a {@link Tickbus} has joined as a client. The client has its own Vert.x instance. Thread-safe. */
final class JoinedCluster implements PipelineAccess {
    private final Vertx vertx;
    private final MembershipMonitor membership;

    private JoinedCluster(Vertx vertx) {
        this.vertx = vertx;
        this.membership = MembershipMonitor.of(vertx);
    }

    /** Joins the cluster. The future fails with a {@link JoinException}. */
    static Future<PipelineAccess> of(ClusterConfig cluster) {
        // The look-up of a host name blocks, and the caller may be an event loop.
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(() -> withOwnAddress(cluster)))
                .compose(resolved -> resolved)
                .compose(resolved -> Clusters.joinAsClient(resolved, QCodec.WIRE_VERSION))
                .map(JoinedCluster::new);
    }

    private static Future<ClusterConfig> withOwnAddress(ClusterConfig cluster) {
        try {
            return Future.succeededFuture(cluster.withHost(OwnAddress.of("cluster.host", cluster.host())));
        } catch (JoinException wrong) {
            return Future.failedFuture(wrong);
        }
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public boolean ownsVertx() {
        return true;
    }

    @Override
    public Future<String> lost() {
        return membership.lost();
    }

    @Override
    public Future<?> close() {
        membership.close();
        return vertx.close();
    }
}
