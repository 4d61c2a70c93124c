package io.tickbus.client;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.ReplyFormat;
import io.tickbus.retry.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends requests to the owner of the tables. An owner that was killed or disconnected never replies, and the event bus
 * waits until the timeout. This class ends the requests to the old owner when a new owner announces itself. Queries are
 * sent again to the new owner. Appends fail, because the old owner may have applied the rows.
 *
 * <p>Each Vert.x instance has one instance of this class, which lives as long as the Vert.x instance. Thread-safe.
 * Futures complete on the caller's context.
 */
public final class OwnerRequests implements Shareable {
    /**
     * How long an append waits for its reply after a new owner announces itself, in ms. The new owner may have received
     * the rows just before, and may still reply.
     */
    static final int NEW_OWNER_ANSWER_MS_MAX = 1000;

    private static final String KEY = "tickbus.owner.requests";

    private static final int RETRY_DELAY_MS_MIN = 50;
    private static final int RETRY_DELAY_MS_MAX = 2000;

    private final VertxInternal vertx;
    private final OwnerWatch watch = new OwnerWatch(this::ownerChanged);
    private final Set<Request> unanswered = ConcurrentHashMap.newKeySet();
    private final Promise<Void> listening;

    private OwnerRequests(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
        // This object has its own context, because a verticle's context would end with the verticle.
        ContextInternal own = this.vertx.createEventLoopContext();
        listening = own.promise();
        own.runOnContext(begin -> watch.start(vertx).onComplete(listening));
    }

    /** Returns the delays between the attempts of one request. */
    static Backoff backoff() {
        return new Backoff(RETRY_DELAY_MS_MIN, RETRY_DELAY_MS_MAX, new SplittableRandom());
    }

    /**
     * {@return the instance of this class that belongs to a Vert.x instance}
     *
     * @param vertx the Vert.x instance
     */
    public static OwnerRequests of(Vertx vertx) {
        LocalMap<String, OwnerRequests> shared = vertx.sharedData().getLocalMap(KEY);
        return shared.computeIfAbsent(KEY, first -> new OwnerRequests(vertx));
    }

    /** Returns a future that completes when this object receives the announcements of owners. */
    Future<Void> listening() {
        return listening.future();
    }

    /**
     * Sends a query. If a new owner announces itself before the reply, the query is sent again at once.
     *
     * @param address the address of the request
     * @param body the body of the request
     * @param answerMsMax the longest wait for a reply, in ms, over all attempts
     * @return the body of the reply; fails as {@link io.vertx.core.eventbus.EventBus#request} does
     */
    public Future<Object> request(String address, Object body, long answerMsMax) {
        return request(address, body, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(answerMsMax), answerMsMax);
    }

    private Future<Object> request(String address, Object body, long endNanos, long answerMsMax) {
        Replaced replaced = new Replaced("the owner that was asked was replaced");
        return request(address, body, answerMsMax, answer -> answer.tryFail(replaced))
                .recover(failure -> {
                    long leftMs = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                    return failure == replaced && leftMs > 0
                            ? request(address, body, endNanos, leftMs)
                            : Future.failedFuture(failure);
                });
    }

    /**
     * Sends rows to a table, without a retry.
     *
     * @param table the name of the table
     * @param rows the body of the request: a batch or JSON
     * @param answerMsMax the longest wait for a reply, in ms
     * @return the body of the reply; fails with a {@link ReplyException}. Its type is {@link ReplyFailure#TIMEOUT} if
     *     it is unknown whether the rows were applied.
     */
    public Future<Object> append(String table, Object rows, long answerMsMax) {
        return request(
                        Addresses.append(table),
                        rows,
                        answerMsMax,
                        answer ->
                                vertx.setTimer(NEW_OWNER_ANSWER_MS_MAX, due -> answer.tryFail(replacedOwnerOf(table))))
                .compose(reply -> isOfReplacedOwner(reply)
                        ? Future.failedFuture(replacedOwnerOf(table))
                        : Future.succeededFuture(reply))
                .recover(failure -> Future.failedFuture(
                        ReplyFailures.isTimeout(failure) && !(failure instanceof Replaced)
                                ? new ReplyException(
                                        ReplyFailure.TIMEOUT,
                                        "no answer about table " + table + " within " + answerMsMax
                                                + " ms: the rows may or may not have been applied")
                                : failure));
    }

    /**
     * Returns whether a replaced owner sent the reply. The rows that the reply acknowledges no longer exist. A replaced
     * owner replies if it was frozen between the check of its lease and the reply.
     */
    private boolean isOfReplacedOwner(Object reply) {
        long epoch = OwnerWatch.UNKNOWN;
        if (reply instanceof AppendReply appendReply) {
            epoch = appendReply.epoch();
        } else if (reply instanceof JsonObject json) {
            epoch = json.getLong("epoch", OwnerWatch.UNKNOWN);
        }
        return epoch != OwnerWatch.UNKNOWN && epoch < watch.epoch();
    }

    private static Replaced replacedOwnerOf(String table) {
        return new Replaced("no answer about table " + table
                + " from an owner that was replaced: the rows may or may not have been applied");
    }

    /** @param replaced called on the caller's context if a new owner announces itself before the reply arrives */
    private Future<Object> request(String address, Object body, long answerMsMax, Consumer<Promise<Object>> replaced) {
        ContextInternal context = vertx.getOrCreateContext();
        Promise<Object> answer = context.promise();
        Request request = new Request(context, () -> replaced.accept(answer));
        unanswered.add(request);
        // The epoch is read after the request is added. In the other order, an announcement between the two steps would
        // be missed.
        request.epoch = watch.epoch();
        DeliveryOptions inTime = ReplyFormat.batch().setSendTimeout(answerMsMax);
        try {
            vertx.eventBus()
                    .request(address, body, inTime)
                    .map(Message::body)
                    .onSuccess(answer::tryComplete)
                    .onFailure(answer::tryFail);
        } catch (RuntimeException unsendable) { // For example, the body has no codec.
            answer.tryFail(unsendable);
        }
        return answer.future().onComplete(answered -> unanswered.remove(request));
    }

    private void ownerChanged() {
        for (Request request : unanswered) {
            if (request.epoch == OwnerWatch.UNKNOWN) {
                // No owner was known when the request was sent. The announced owner has most likely received it.
                request.epoch = watch.epoch();
            } else if (watch.isReplaced(request.epoch)) {
                request.context.runOnContext(told -> request.replaced.run());
            }
        }
    }

    private static final class Request {
        private final ContextInternal context;
        private final Runnable replaced;
        // The owner's epoch when the request was sent.
        private volatile long epoch = OwnerWatch.UNKNOWN;

        Request(ContextInternal context, Runnable replaced) {
            this.context = context;
            this.replaced = replaced;
        }
    }

    private static final class Replaced extends ReplyException {
        private static final long serialVersionUID = 1;

        Replaced(String message) {
            super(ReplyFailure.TIMEOUT, message);
        }
    }
}
