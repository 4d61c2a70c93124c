package io.tickbus.client;

import io.tickbus.event.Failure;
import io.tickbus.event.ReplyFormat;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request of {@link OwnerRequests} that has no reply yet. A message of the request may be lost if it was sent before
 * the current owner was first heard, or soon afterwards. The event bus may then have routed it to the node of a killed
 * owner, and does not report that it cannot connect. The message is sent again after {@link #REPLY_MS}, and then after
 * twice that delay. The first reply counts, so a slow query that was not lost is not delayed. A message that was sent
 * later is never sent again. A settled owner therefore evaluates each query once. Thread-safe.
 */
final class UnansweredRequest {
    /** How long a message that may be lost waits for its reply before it is sent again, in ms. */
    static final int REPLY_MS = 2000;
    /** How long after a change of the owner a node may still have a route to the old owner, in ms. */
    static final int SETTLING_MS = 5000;

    private static final long NONE = -1;

    private final Vertx vertx;
    private final ContextInternal context;
    private final Promise<Object> answer;
    private final String address;
    private final Object body;
    private final @Nullable Runnable replaced;
    private final @Nullable BooleanSupplier isWanted;
    private final long endNanos;
    // The owner's epoch when the request was sent, or the first epoch that was heard afterwards.
    private long epoch = OwnerWatch.UNKNOWN;
    private long sentNanos;
    private long delayMs = REPLY_MS;
    private long timer = NONE;
    private boolean ended;

    /**
     * @param answer receives the body of the reply
     * @param answerMsMax the longest wait for a reply, in ms
     * @param replaced called on the context if a new owner announces itself; null if the caller notices it itself
     * @param isWanted called on the context before the message is sent again; null if it must not be sent again
     */
    UnansweredRequest(
            Vertx vertx,
            ContextInternal context,
            Promise<Object> answer,
            String address,
            Object body,
            long answerMsMax,
            @Nullable Runnable replaced,
            @Nullable BooleanSupplier isWanted) {
        this.vertx = vertx;
        this.context = context;
        this.answer = answer;
        this.address = address;
        this.body = body;
        this.replaced = replaced;
        this.isWanted = isWanted;
        this.sentNanos = System.nanoTime();
        this.endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(answerMsMax);
    }

    /**
     * Sends the message.
     *
     * @param known the epoch of the current owner
     * @param changedNanos when the current owner was first heard
     */
    void send(long known, long changedNanos) {
        synchronized (this) {
            epoch = known;
        }
        sendMessage(false);
        if (known != OwnerWatch.UNKNOWN) {
            sendAgainIfLost(changedNanos);
        }
    }

    private void sendMessage(boolean again) {
        long now = System.nanoTime();
        synchronized (this) {
            sentNanos = now;
        }
        long leftMs = TimeUnit.NANOSECONDS.toMillis(endNanos - now);
        if (again && leftMs <= 0) {
            return;
        }
        try {
            vertx.eventBus()
                    .request(address, body, ReplyFormat.batch().setSendTimeout(Math.max(1, leftMs)))
                    .map(Message::body)
                    .onSuccess(answer::tryComplete)
                    .onFailure(failure -> {
                        // An owner at its limit may be evaluating the first message.
                        if (!again || !Failure.LIMIT.isCauseOf(failure)) {
                            answer.tryFail(failure);
                        }
                    });
        } catch (RuntimeException unsendable) { // For example, the body has no codec.
            answer.tryFail(unsendable);
        }
    }

    /**
     * Handles the announcement of another owner. If no owner was known when the request was sent, the announced owner
     * may have received it, so a query is not sent again at once.
     */
    synchronized void ownerChanged(long announced, long changedNanos) {
        boolean unknown = epoch == OwnerWatch.UNKNOWN;
        Runnable action = replaced;
        if (action != null && epoch != announced && (!unknown || isWanted == null)) {
            context.runOnContext(told -> action.run());
        } else {
            sendAgainIfLost(changedNanos);
        }
        epoch = unknown ? announced : epoch;
    }

    private synchronized void sendAgainIfLost(long changedNanos) {
        BooleanSupplier wanted = isWanted;
        boolean settled = sentNanos - changedNanos >= TimeUnit.MILLISECONDS.toNanos(SETTLING_MS);
        if (wanted == null || ended || settled || timer != NONE) {
            return;
        }
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentNanos);
        timer = vertx.setTimer(
                Math.max(1, delayMs - waitedMs),
                due -> context.runOnContext(told -> {
                    if (timerEnded() && wanted.getAsBoolean()) {
                        sendMessage(true);
                        sendAgainIfLost(changedNanos);
                    }
                }));
        delayMs *= 2;
    }

    /** Returns whether the request still waits for a reply. */
    private synchronized boolean timerEnded() {
        timer = NONE;
        return !ended;
    }

    /** Ends the repetitions, because the request has its reply or its failure. */
    synchronized void end() {
        ended = true;
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
