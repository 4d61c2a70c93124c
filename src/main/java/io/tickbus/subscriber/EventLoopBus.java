package io.tickbus.subscriber;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;

/**
 * Runs event bus operations of worker threads on an event loop. {@link SubscriberVerticle} and {@link
 * VertxSubscriberHost} use it. On its first use, a connection between nodes is bound to the context of the caller. A
 * worker's context stops with its verticle, but the connection must stay open longer. Thread-safe.
 */
final class EventLoopBus {
    private final Context context;

    EventLoopBus(Vertx vertx) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /**
     * Runs an action that uses the bus. The action runs on an event loop if the caller is on a worker, and otherwise on the
     * calling thread.
     *
     * @return the result of the action; fails if Vert.x is closed
     */
    <T> Future<T> call(Supplier<Future<T>> action) {
        Context current = Vertx.currentContext();
        try {
            if (current == null || current.isEventLoopContext()) {
                return action.get();
            }
            Promise<T> done = Promise.promise();
            context.runOnContext(turn -> call(action).onComplete(done));
            return done.future();
        } catch (RuntimeException closed) {
            return Future.failedFuture(closed);
        }
    }

    /** Publishes a message. Does nothing if Vert.x is closed. */
    void publish(String address, Object message) {
        call(() -> {
            context.owner().eventBus().publish(address, message);
            return Future.succeededFuture();
        });
    }
}
