package io.tickbus.client;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.retry.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the owner of the tables. An owner that was killed or disconnected never replies, and the event bus
 * waits until the timeout. This class ends the requests to the old owner when a new owner announces itself. Queries are
 * sent again to the new owner. Appends fail, because the old owner may have applied the rows.
 *
 * <p>For some time after a change, the event bus may still route messages to the node of the old owner. It discards
 * them without a failure. {@link UnansweredRequest} sends such a query again.
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
    private final Set<UnansweredRequest> unanswered = ConcurrentHashMap.newKeySet();
    private final Promise<Void> listening;
    // When the current owner was first heard.
    private volatile long changedNanos = System.nanoTime();

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
     * Sends a query. If a new owner announces itself before the reply, the query is sent again at once. A query that is
     * sent soon after the change is sent again if no reply arrives within a few seconds, and the first reply counts.
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
        return request(address, body, answerMsMax, answer -> answer.tryFail(replaced), () -> true)
                .recover(failure -> {
                    long leftMs = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                    return failure == replaced && leftMs > 0
                            ? request(address, body, endNanos, leftMs)
                            : Future.failedFuture(failure);
                });
    }

    /**
     * Sends a query of a caller that notices new owners itself. A message that may have been lost is sent again, as
     * {@link #request(String, Object, long)} does. A new owner changes nothing.
     *
     * @param isWanted whether the caller still waits for the reply; called on the caller's context
     */
    Future<Object> request(String address, Object body, long answerMsMax, BooleanSupplier isWanted) {
        return request(address, body, answerMsMax, null, isWanted);
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
                                vertx.setTimer(NEW_OWNER_ANSWER_MS_MAX, due -> answer.tryFail(replacedOwnerOf(table))),
                        null)
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

    /**
     * @param replaced called on the caller's context if a new owner announces itself before the reply arrives; null if
     *     the caller notices new owners itself
     * @param isWanted whether the message may be sent again; null if it must not be sent twice
     */
    private Future<Object> request(
            String address,
            Object body,
            long answerMsMax,
            @Nullable Consumer<Promise<Object>> replaced,
            @Nullable BooleanSupplier isWanted) {
        ContextInternal context = vertx.getOrCreateContext();
        Promise<Object> answer = context.promise();
        Runnable onReplaced = replaced == null ? null : () -> replaced.accept(answer);
        UnansweredRequest request =
                new UnansweredRequest(vertx, context, answer, address, body, answerMsMax, onReplaced, isWanted);
        unanswered.add(request);
        // The epoch is read after the request is added. In the other order, an announcement between the two steps would
        // be missed.
        request.send(watch.epoch(), changedNanos);
        return answer.future().onComplete(answered -> {
            unanswered.remove(request);
            request.end();
        });
    }

    private void ownerChanged() {
        changedNanos = System.nanoTime();
        unanswered.forEach(request -> request.ownerChanged(watch.epoch(), changedNanos));
    }

    private static final class Replaced extends ReplyException {
        private static final long serialVersionUID = 1;

        Replaced(String message) {
            super(ReplyFailure.TIMEOUT, message);
        }
    }
}
