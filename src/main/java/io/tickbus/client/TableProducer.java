package io.tickbus.client;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.tickbus.q.Flip;
import io.tickbus.retry.Backoff;
import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows to a table. Sends are applied in the order of the calls, one request at a time. The rows of one send are
 * applied together or not at all. One send of many rows is much faster than many sends.
 *
 * <p>The future of a send succeeds with the offset of the rows, or fails with a {@link ReplyException}:
 * <ul>
 * <li>{@link Failure#BAD_ROWS} and similar codes: the rows do not fit the table. Nothing was applied.
 * <li>{@link ReplyFailure#NO_HANDLERS} or {@link Failure#NOT_OWNER}: no owner accepted the rows within
 * {@link ProducerSettings#retryMsMax}. Nothing was applied. If the owner does not have the table, the message lists the
 * tables that the owner has.
 * <li>{@link ReplyFailure#TIMEOUT}: no reply arrived in time, or the owner was replaced. The rows may or may not have
 * been applied. The producer does not send them again.
 * <li>{@link Failure#UNAVAILABLE}: the owner could not store the rows, or lost the tables before it replied. The
 * message says whether the rows may have been applied.
 * <li>{@link Failure#LIMIT}: {@link #writeQueueFull} is true. Nothing was sent.
 * </ul>
 *
 * <p>After a failure, the following sends continue. Any thread may call the producer. Futures complete, and the drain
 * handler is called, on the Vert.x context that created the producer.
 */
public final class TableProducer {
    private final ProducerSettings settings;
    private final ContextInternal context;
    private final PendingRequest pendingRequest;
    private final OwnerRequests requests;
    private final OwnerWatch watch = new OwnerWatch(this::ownerChanged);
    private final Backoff backoff = OwnerRequests.backoff();
    private final SendQueue queue;
    private final Promise<Void> complete;
    private final Closeable closeHook = this::undeployed;
    private long firstAttemptNanos;
    // True while the first send of the queue is in progress.
    private boolean underWay;
    private boolean attempted;

    private TableProducer(Vertx vertx, ContextInternal context, ProducerSettings settings) {
        this.settings = settings;
        this.context = context;
        this.pendingRequest = new PendingRequest(vertx);
        this.requests = OwnerRequests.of(vertx);
        this.queue = new SendQueue(settings.rowsQueuedMax());
        this.complete = context.promise();
    }

    /**
     * Creates a producer. It ends when it is closed or when its verticle is undeployed.
     *
     * @param vertx the Vert.x instance
     * @param settings the table, and the limits of the queue
     * @return the producer
     */
    public static TableProducer of(Vertx vertx, ProducerSettings settings) {
        return of(vertx, (ContextInternal) vertx.getOrCreateContext(), settings);
    }

    /**
     * Creates a producer that several verticles may share. It has its own event loop context. It ends when it is closed
     * or when Vert.x is closed.
     *
     * @param vertx the Vert.x instance
     * @param settings the table, and the limits of the queue
     * @return the producer
     */
    public static TableProducer shared(Vertx vertx, ProducerSettings settings) {
        return of(vertx, ((VertxInternal) vertx).createEventLoopContext(), settings);
    }

    private static TableProducer of(Vertx vertx, ContextInternal context, ProducerSettings settings) {
        QCodec.registerAll(vertx);
        TableProducer producer = new TableProducer(vertx, context, settings);
        producer.context.addCloseHook(producer.closeHook);
        producer.context.runOnContext(begin -> producer.watch.start(vertx));
        return producer;
    }

    /**
     * Sends one row in the form that {@link io.tickbus.event.RowsJson} describes. If the row lacks a column, its value
     * is null.
     *
     * @param row the values by column name
     * @return the reply with the offset of the first row; fails as {@link TableProducer} describes
     */
    public Future<AppendReply> send(JsonObject row) {
        return send(List.of(row));
    }

    /**
     * Sends rows, which must be JSON objects. The caller may change the array afterwards.
     *
     * @param rows the rows
     * @return the reply with the offset of the first row; fails as {@link TableProducer} describes
     */
    public Future<AppendReply> send(JsonArray rows) {
        try {
            return accept(rows.copy(), rows.size());
        } catch (IllegalStateException noJson) {
            return context.failedFuture(Failure.BAD_ROWS.because(String.valueOf(noJson.getMessage())));
        }
    }

    /**
     * Sends rows. The caller may change the objects afterwards.
     *
     * @param rows the rows
     * @return the reply with the offset of the first row; fails as {@link TableProducer} describes
     */
    public Future<AppendReply> send(List<JsonObject> rows) {
        return send(new JsonArray(new ArrayList<>(rows)));
    }

    /**
     * Sends rows with the names and types of the table's columns. The columns may have any order.
     *
     * @param rows the rows
     * @return the reply with the offset of the first row; fails as {@link TableProducer} describes
     */
    public Future<AppendReply> send(Flip rows) {
        return accept(Batch.of(settings.table(), rows), rows.size());
    }

    /** {@return whether the queue is full} A full queue refuses sends. */
    public boolean writeQueueFull() {
        return queue.isFull();
    }

    /**
     * Sets the handler that is called when a full queue is half empty again; null for no handler.
     *
     * @param handler the handler; it runs on the Vert.x context of the producer
     * @return this producer
     */
    public TableProducer drainHandler(@Nullable Handler<Void> handler) {
        queue.drainHandler(handler);
        return this;
    }

    /** {@return a future that succeeds when the producer is closed, or when its verticle is undeployed} */
    public Future<Void> finish() {
        return complete.future();
    }

    /**
     * Refuses further sends. The future succeeds when every accepted send has its result. A repeated call changes
     * nothing.
     *
     * @return the future
     */
    public Future<Void> close() {
        context.runOnContext(close -> {
            if (queue.close()) {
                finishNow();
            }
        });
        return complete.future();
    }

    private void undeployed(Completable<Void> done) {
        context.runOnContext(close -> {
            queue.close();
            pendingRequest.drop();
            while (queue.first() != null) {
                String fate = attempted ? "the rows may or may not have been applied" : "the rows were not sent";
                attempted = false;
                queue.removeFirst()
                        .outcome()
                        .fail(new ReplyException(ReplyFailure.ERROR, "the producer was undeployed: " + fate));
            }
            finishNow();
        });
        done.succeed();
    }

    private void finishNow() {
        pendingRequest.drop();
        watch.stop();
        context.removeCloseHook(closeHook);
        complete.tryComplete();
    }

    private Future<AppendReply> accept(Object body, int rows) {
        PendingSend pendingSend = new PendingSend(body, rows, context.promise());
        Exception refusal = queue.add(pendingSend);
        if (refusal != null) {
            return context.failedFuture(refusal);
        }
        context.runOnContext(added -> sendNext());
        return pendingSend.outcome().future();
    }

    private void sendNext() {
        PendingSend next = queue.first();
        if (next != null && !underWay) {
            underWay = true;
            backoff.reset();
            firstAttemptNanos = System.nanoTime();
            attempt(next);
        }
    }

    private void attempt(PendingSend pendingSend) {
        attempted = true;
        pendingRequest.await(
                requests.append(settings.table(), pendingSend.body(), settings.answerMsMax()),
                this::succeed,
                failure -> failed(pendingSend, failure));
    }

    private void failed(PendingSend pendingSend, Throwable failure) {
        long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - firstAttemptNanos);
        if (ReplyFailures.isUntouched(failure) && elapsedMs < settings.retryMsMax()) {
            attempted = false;
            pendingRequest.after(backoff.nextDelayMs(), () -> attempt(pendingSend));
        } else if (ReplyFailures.hasNoHandlers(failure)) {
            attempted = false;
            pendingRequest.send(
                    Addresses.TABLES,
                    new JsonObject(),
                    settings.answerMsMax(),
                    reply -> fail(Objects.requireNonNullElse(MissingTable.failure(settings.table(), reply), failure)),
                    noOwner -> fail(ReplyFailures.noOwner(settings.table())));
        } else {
            fail(failure);
        }
    }

    private void ownerChanged() {
        PendingSend first = queue.first();
        if (first != null && pendingRequest.isDelaying()) {
            attempt(first);
        }
    }

    private void succeed(Object reply) {
        if (reply instanceof AppendReply appendReply) {
            complete(outcome -> outcome.complete(appendReply));
        } else if (reply instanceof JsonObject json) {
            long offset = json.getValue("offset") == null ? AppendReply.NO_OFFSET : json.getLong("offset");
            AppendReply appendReply = new AppendReply(offset, json.getInteger("rows"), 0, 0, json.getLong("epoch"));
            complete(outcome -> outcome.complete(appendReply));
        } else {
            fail(new IllegalStateException("table " + settings.table() + " replied " + reply));
        }
    }

    private void fail(Throwable reason) {
        complete(outcome -> outcome.fail(reason));
    }

    /**
     * Removes the first send from the queue, and then completes its future. In this order, a full queue has room if the
     * caller sends again at once.
     */
    private void complete(Consumer<Promise<AppendReply>> outcome) {
        PendingSend done = queue.removeFirst();
        attempted = false;
        underWay = false;
        outcome.accept(done.outcome());
        sendNext();
        queue.notifyIfDrained();
        if (!underWay && queue.isClosed()) {
            finishNow();
        }
    }
}
