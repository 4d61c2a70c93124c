package io.tickbus.gateway;

import io.tickbus.q.Value;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Limits how many requests run at once; the others wait in the order of their arrival. {@link GatewayCalls} uses it for requests
 * with long replies. A reply is complete in memory before its bytes can be counted, so many of them at once would fill the memory.
 * One event loop owns it.
 */
final class ConcurrencyLimit {
    private final int atOnceMax;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(); // at most one request of each connection
    private int running;

    ConcurrencyLimit(int atOnceMax) {
        this.atOnceMax = atOnceMax;
    }

    /**
     * Runs a request now, or as soon as fewer than the maximum are running.
     *
     * @return the outcome of the request. A request that throws fails the future
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
