package io.tickbus.subscriber;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;

/**
 * Lets a worker use the bus from an event loop. The bus opens its connection to another node on the context that first needs it. On a
 * worker's context the connection would lose its threads when the verticle ends, which is before the bus ends.
 */
final class EventLoopBus {
    private final Context context;

    EventLoopBus(Vertx vertx) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /**
     * Calls an action that uses the bus: at once, unless the caller is on a worker. For any thread.
     *
     * @return what the action returns; fails also when Vert.x is closed
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

    /** Publishes a message. When Vert.x is closed, no one is there to receive it. */
    void publish(String address, Object message) {
        call(() -> {
            context.owner().eventBus().publish(address, message);
            return Future.succeededFuture();
        });
    }
}
