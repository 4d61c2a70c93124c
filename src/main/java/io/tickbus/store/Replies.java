package io.tickbus.store;

import io.tickbus.event.Addresses;
import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Rejection;
import io.tickbus.event.Rows;
import io.tickbus.event.Status;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns outcomes into replies: every request gets one, and what was not applied is counted and published. */
final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final String FORMAT = "format";
    private static final String JSON = "json";

    private final Vertx vertx;
    private long applied;
    private long rejected;

    Replies(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Rows applied since the start. */
    long applied() {
        return applied;
    }

    /** Append requests refused since the start. */
    long rejected() {
        return rejected;
    }

    void appended(Message<Object> message, Topic topic) {
        topic.append(message.body())
                .onSuccess(reply -> acknowledge(message, reply))
                .onFailure(error -> refuse(message, topic, reason(error)));
    }

    private void acknowledge(Message<Object> message, Appended appended) {
        applied += appended.rows();
        message.reply(message.body() instanceof Batch ? appended : appended.toJson());
    }

    private void refuse(Message<Object> message, Topic topic, ReplyException reason) {
        if (!Failure.GAP.isCauseOf(reason)) {
            rejected++;
            long rows = message.body() instanceof Batch batch ? batch.rows().size() : 0;
            Rejection rejection = new Rejection(Status.TABLE, topic.name(), String.valueOf(reason.getMessage()), rows);
            vertx.eventBus().publish(Addresses.REJECTED, rejection.toJson());
        }
        fail(message, reason);
    }

    /** Replies what an action gives: {@link Rows} as they are, or as JSON when the request's header {@code format} says so. */
    void rows(Message<?> message, Supplier<Future<Object>> action) {
        answer(
                message,
                () -> action.get()
                        .map(reply -> reply instanceof Rows rows
                                        && JSON.equals(message.headers().get(FORMAT))
                                ? rows.toJson()
                                : reply));
    }

    /** Replies what an action gives, or why it failed. */
    void answer(Message<?> message, Supplier<? extends Future<?>> action) {
        try {
            action.get().onSuccess(message::reply).onFailure(error -> fail(message, reason(error)));
        } catch (RuntimeException error) {
            fail(message, reason(error));
        }
    }

    private static ReplyException reason(Throwable error) {
        if (error instanceof ReplyException reason) {
            return reason;
        }
        LOG.atError().setCause(error).log("a request failed for a reason of our own");
        return new ReplyException(ReplyFailure.ERROR, -1, String.valueOf(error));
    }

    private static void fail(Message<?> message, ReplyException reason) {
        message.fail(reason.failureCode(), String.valueOf(reason.getMessage()));
    }
}
