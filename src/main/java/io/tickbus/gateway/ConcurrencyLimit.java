package io.tickbus.gateway;

import io.tickbus.q.Value;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Lets few questions be answered at once, first come, first served: answers that may be long are in memory whole before anybody
 * can count their bytes, so a crowd that asks for them would fill it. On one event loop.
 */
final class ConcurrencyLimit {
    private final int atOnceMax;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(); // at most one of each connection
    private int running;

    ConcurrencyLimit(int atOnceMax) {
        this.atOnceMax = atOnceMax;
    }

    /** The answer, once it is this question's turn. */
    Future<Value> submit(Supplier<Future<Value>> question) {
        if (running < atOnceMax) {
            return run(question);
        }
        Promise<Value> answer = Promise.promise();
        waiting.add(() -> run(question).onComplete(answer));
        return answer.future();
    }

    private Future<Value> run(Supplier<Future<Value>> question) {
        running++;
        return Future.succeededFuture().compose(turn -> question.get()).onComplete(done -> next());
    }

    private void next() {
        running--;
        Runnable next = waiting.poll();
        if (next != null) {
            next.run();
        }
    }
}
