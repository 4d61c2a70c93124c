package io.tickbus.store;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Rejection;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Status;
import io.tickbus.q.Flip;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.tickbus.replication.PartitionBatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the owner's replies to requests. {@link BusEndpoints} passes each request to the guard. Each request gets
 * exactly one reply. Refused appends are counted, and published as events. While ownership is in doubt, requests fail
 * and are not applied. Only the owner's thread uses this class.
 */
final class RequestGuard {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);

    private final Vertx vertx;
    private final BooleanSupplier owns;
    private long applied;
    private long rejected;

    /** @param owns returns whether this node certainly owns the tables at this moment */
    RequestGuard(Vertx vertx, BooleanSupplier owns) {
        this.vertx = vertx;
        this.owns = owns;
    }

    /** Returns the number of rows that were applied since the start. */
    long applied() {
        return applied;
    }

    /** Returns the number of append requests that were refused since the start. */
    long rejected() {
        return rejected;
    }

    void appended(Message<Object> message, Topic topic) {
        if (!owns.getAsBoolean()) {
            fail(message, notOwner());
            return;
        }
        RequestStats requestStats = topic.requestStats();
        Flip rows = rowsIn(message);
        long startNs = requestStats.startAppend(rows == null ? 1 : rows.size());
        topic.append(message.body())
                .onSuccess(reply -> acknowledge(message, topic, reply))
                .onFailure(error -> refuse(message, topic, reason(error)));
        requestStats.finishAppend(startNs);
    }

    private void acknowledge(Message<Object> message, Topic topic, AppendReply appendReply) {
        applied += appendReply.rows();
        topic.requestStats().appended(appendReply.rows());
        if (owns.getAsBoolean()) {
            message.reply(hasRecords(message) ? appendReply : appendReply.toJson());
        } else if (appendReply.rows() > 0) { // After NOT_OWNER, clients would send applied rows again.
            fail(
                    message,
                    Failure.UNAVAILABLE.because("this node no longer owns the tables, or cannot be sure of it; the rows"
                            + " may or may not have been applied"));
        } else {
            fail(message, notOwner());
        }
    }

    private void refuse(Message<Object> message, Topic topic, ReplyException reason) {
        topic.requestStats().refused(reason);
        if (!Failure.GAP.isCauseOf(reason) && !Failure.FENCED.isCauseOf(reason)) {
            rejected++;
            Flip rows = rowsIn(message);
            long count = rows == null ? 0 : rows.size();
            Rejection rejection = new Rejection(Status.TABLE, topic.name(), String.valueOf(reason.getMessage()), count);
            vertx.eventBus().publish(Addresses.REJECTED, rejection.toJson());
        }
        fail(message, reason);
    }

    /** Returns whether the sender of rows has Tickbus's codecs. Other senders send JSON or a Buffer. */
    private static boolean hasRecords(Message<?> message) {
        return message.body() instanceof Value || rowsIn(message) != null;
    }

    /** Returns the rows of a batch or a table, or null if the rows came in another form. */
    private static @Nullable Flip rowsIn(Message<?> message) {
        if (message.body() instanceof PartitionBatch batch) {
            return batch.rows();
        }
        if (message.body() instanceof Flip rows) {
            return rows;
        }
        return message.body() instanceof Batch batch ? batch.rows() : null;
    }

    /** Replies with the rows that an action returns, in the format that {@link ReplyFormat} chooses. */
    void rows(Message<?> message, Supplier<Future<Object>> action) {
        answer(message, () -> action.get().map(reply -> ReplyFormat.of(message, reply)));
    }

    /** Replies with the result or the failure of an action. */
    void answer(Message<?> message, Supplier<? extends Future<?>> action) {
        if (!owns.getAsBoolean()) {
            fail(message, notOwner());
            return;
        }
        try {
            action.get().onSuccess(reply -> reply(message, reply)).onFailure(error -> fail(message, reason(error)));
        } catch (RuntimeException error) {
            fail(message, reason(error));
        }
    }

    private void reply(Message<?> message, Object reply) {
        if (owns.getAsBoolean()) {
            message.reply(reply);
        } else {
            fail(message, notOwner());
        }
    }

    private static ReplyException notOwner() {
        return Failure.NOT_OWNER.because("this node does not own the tables now, or cannot be sure of it");
    }

    private static ReplyException reason(Throwable error) {
        if (error instanceof ReplyException reason) {
            return reason;
        }
        if (error instanceof QFormatException unread && unread.kind() == QFormatException.Kind.SYMBOLS) {
            return Failure.LIMIT.because(unread.reason());
        }
        LOG.atError().setCause(error).log("a request failed for a reason of our own");
        return new ReplyException(ReplyFailure.ERROR, -1, String.valueOf(error));
    }

    private static void fail(Message<?> message, ReplyException reason) {
        message.fail(reason.failureCode(), String.valueOf(reason.getMessage()));
    }
}
