package io.tickbus.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;

/**
 * The open request of a {@link TableConsumer} or {@link TableProducer}, or the delay before its next request. Only one
 * request or delay exists at a time. A new request or delay cancels the old one. The result of a cancelled request is
 * ignored. The client's context owns this object.
 */
final class PendingRequest {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final OwnerRequests requests;
    private long number;
    private long timer = NONE;

    PendingRequest(Vertx vertx) {
        this.vertx = vertx;
        this.requests = OwnerRequests.of(vertx);
    }

    /**
     * Sends a request and waits for its reply. The request must be safe to repeat. If its message may have been lost
     * when the owner changed, the message is sent again.
     *
     * @param answerMsMax the timeout of the request, in ms
     */
    void send(String address, Object body, long answerMsMax, Handler<Object> answered, Handler<Throwable> failed) {
        drop();
        long mine = number;
        await(requests.request(address, body, answerMsMax, () -> mine == number), mine, answered, failed);
    }

    /** Waits for the result of a request. Calls one of the handlers on the context that completes the future. */
    void await(Future<Object> request, Handler<Object> answered, Handler<Throwable> failed) {
        drop();
        await(request, number, answered, failed);
    }

    private void await(Future<Object> request, long mine, Handler<Object> answered, Handler<Throwable> failed) {
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

    /** Runs an action after a delay in ms. */
    void after(long delayMs, Runnable action) {
        drop();
        timer = vertx.setTimer(delayMs, due -> {
            timer = NONE;
            action.run();
        });
    }

    /** Returns whether a delay is running. */
    boolean isDelaying() {
        return timer != NONE;
    }

    /** Cancels the request or the delay. */
    void drop() {
        number++;
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
