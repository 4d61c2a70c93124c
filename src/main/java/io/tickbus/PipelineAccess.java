package io.tickbus;

import io.tickbus.pipeline.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way in which a {@link Tickbus} reaches its pipeline. The default methods use a pipeline that something else runs. */
interface PipelineAccess {
    Vertx vertx();

    /** Returns whether {@link #close} closes the Vert.x. */
    default boolean ownsVertx() {
        return false;
    }

    /**
     * Starts what this object runs. It is called once.
     *
     * @return the names of the subscribers that run here; fails with the reason if something did not start
     */
    default Future<List<String>> start() {
        return Future.succeededFuture(List.of());
    }

    /** Returns the address at which a role listens, or null if this object runs no server of the role. */
    default @Nullable SocketAddress address(Role role) {
        return null;
    }

    /** Returns a future that completes with a reason when the pipeline cannot be reached any more. */
    default Future<String> lost() {
        return Promise.<String>promise().future();
    }

    /** Stops what {@link #start} has started. */
    default Future<?> close() {
        return Future.succeededFuture();
    }
}
