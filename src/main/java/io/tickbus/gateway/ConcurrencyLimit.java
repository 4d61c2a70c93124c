package io.tickbus.gateway;

import io.tickbus.q.Value;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Limits how many requests run at once. Other requests wait in the order of their arrival. {@link GatewayCalls} uses
 * this class for requests with long replies, because too many long replies at once would fill the memory. Belongs to
 * the gateway's event loop.
 */
final class ConcurrencyLimit {
    private final int atOnceMax;
    /**
     * Waiting requests. Each connection has at most one waiting request, because its requests run one after another.
     */
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    private int running;

    ConcurrencyLimit(int atOnceMax) {
        this.atOnceMax = atOnceMax;
    }

    /**
     * Runs the request as soon as fewer requests than the limit are running.
     *
     * @return the result of the request. If the request throws an exception, the future fails with this exception.
     */
    Future<Value> submit(Supplier<Future<Value>> request) {
        if (running < atOnceMax) {
            return run(request);
        }
        Promise<Value> reply = Promise.promise();
        waiting.add(() -> run(request).onComplete(reply));
        return reply.future();
    }

    private Future<Value> run(Supplier<Future<Value>> request) {
        running++;
        return Future.succeededFuture().compose(start -> request.get()).onComplete(done -> next());
    }

    private void next() {
        running--;
        Runnable next = waiting.poll();
        if (next != null) {
            next.run();
        }
    }
}
