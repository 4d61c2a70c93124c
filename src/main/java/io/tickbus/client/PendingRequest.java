package io.tickbus.client;

import io.tickbus.event.ReplyFormat;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;

/** One request or delay at a time, on one context: what comes of one that was dropped is ignored. */
final class PendingRequest {
    private static final long NONE = -1;

    private final Vertx vertx;
    private long number;
    private long timer = NONE;

    PendingRequest(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Sends a request in place of the one before.
     *
     * @param answerMsMax after which there is none
     */
    void send(String address, Object body, long answerMsMax, Handler<Object> answered, Handler<Throwable> failed) {
        await(request(address, body, answerMsMax), answered, failed);
    }

    /** Waits for the answer to a request, in place of the request before. */
    void await(Future<Object> request, Handler<Object> answered, Handler<Throwable> failed) {
        drop();
        long mine = number;
        request.onComplete(reply -> {
            if (mine != number) {
                return;
            }
            if (reply.succeeded()) {
                answered.handle(reply.result());
            } else {
                failed.handle(reply.cause());
            }
        });
    }

    /** Fails also when this process cannot read the answer, for want of room for its symbols. */
    private Future<Object> request(String address, Object body, long answerMsMax) {
        try {
            return vertx.eventBus()
                    .request(address, body, ReplyFormat.batch().setSendTimeout(answerMsMax))
                    .map(Message::body);
        } catch (RuntimeException unsendable) {
            return Future.failedFuture(unsendable);
        }
    }

    /** Waits, in place of the request before. */
    void after(long delayMs, Runnable action) {
        drop();
        timer = vertx.setTimer(delayMs, due -> {
            timer = NONE;
            action.run();
        });
    }

    /** Whether it waits for a delay to be over. */
    boolean isDelaying() {
        return timer != NONE;
    }

    /** Forgets the request or delay. */
    void drop() {
        number++;
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
