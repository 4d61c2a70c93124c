package io.tickbus;

import io.tickbus.pipeline.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@link Tickbus} access to its pipeline. The default methods fit a pipeline that other code starts and stops.
 */
interface PipelineAccess {
    Vertx vertx();

    /** Returns whether {@link #close} closes the Vert.x. */
    default boolean ownsVertx() {
        return false;
    }

    /**
     * Starts the pipeline. Does nothing if other code runs the pipeline. Must be called only once.
     *
     * @return the names of the subscribers that run here; fails with the reason if the pipeline did not start
     */
    default Future<List<String>> start() {
        return Future.succeededFuture(List.of());
    }

    /** Returns the address at which a role listens, or null if the role does not listen here. */
    default @Nullable SocketAddress address(Role role) {
        return null;
    }

    /** Returns a future that completes with the reason when the pipeline is no longer reachable. */
    default Future<String> lost() {
        return Promise.<String>promise().future();
    }

    /** Stops what {@link #start} has started. */
    default Future<?> close() {
        return Future.succeededFuture();
    }
}
