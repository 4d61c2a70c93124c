package io.tickbus.client;

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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows to a table. Sends are applied in the order in which they were accepted, one request at a time, each whole
 * or not at all; many rows in one send are much faster than many sends.
 *
 * <p>The future of a send gives where its rows are, or fails with a {@link ReplyException}:
 *
 * <ul>
 *   <li>{@link Failure#BAD_ROWS} and the like for rows that do not fit: nothing was applied
 *   <li>{@link ReplyFailure#NO_HANDLERS} or {@link Failure#NOT_OWNER} if for {@link ProducerSettings#retryMsMax} no
 *       owner took the rows: nothing was applied
 *   <li>{@link ReplyFailure#TIMEOUT} when the answer did not come in time, or another owner came instead: the rows may
 *       or may not have been applied, so they are not sent again
 *   <li>{@link Failure#UNAVAILABLE} when the owner could not keep them safe, or lost the tables while it did:
 *       the message says whether they may be there
 *   <li>{@link Failure#LIMIT} when {@link #writeQueueFull}: nothing was sent
 * </ul>
 *
 * <p>After a failure the next send goes on. May be used from any thread; futures and the drain handler are called on
 * the Vert.x context that made the producer.
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
    private boolean underWay; // the first of the queue
    private boolean attempted;

    private TableProducer(Vertx vertx, ProducerSettings settings) {
        this.settings = settings;
        this.context = (ContextInternal) vertx.getOrCreateContext();
        this.pendingRequest = new PendingRequest(vertx);
        this.requests = OwnerRequests.of(vertx);
        this.queue = new SendQueue(settings.rowsQueuedMax());
        this.complete = context.promise();
    }

    /** A producer that ends when it is closed or its verticle undeployed. */
    public static TableProducer of(Vertx vertx, ProducerSettings settings) {
        QCodec.registerAll(vertx);
        TableProducer producer = new TableProducer(vertx, settings);
        producer.context.addCloseHook(producer.closeHook);
        producer.context.runOnContext(begin -> producer.watch.start(vertx));
        return producer;
    }

    /** Sends a row as {@link io.tickbus.event.RowsJson} has it; a column that it leaves out is null. */
    public Future<AppendReply> send(JsonObject row) {
        return send(List.of(row));
    }

    /** Sends rows, JSON objects all of them. The array may be changed afterwards. */
    public Future<AppendReply> send(JsonArray rows) {
        try {
            return accept(rows.copy(), rows.size());
        } catch (IllegalStateException noJson) {
            return context.failedFuture(Failure.BAD_ROWS.because(String.valueOf(noJson.getMessage())));
        }
    }

    /** Sends rows. The objects may be changed afterwards. */
    public Future<AppendReply> send(List<JsonObject> rows) {
        return send(new JsonArray(new ArrayList<>(rows)));
    }

    /** Sends rows with the columns of the table, in any order, of its types. */
    public Future<AppendReply> send(Flip rows) {
        return accept(Batch.of(settings.table(), rows), rows.size());
    }

    /** Whether a send would be refused now: as many rows as may wait do. */
    public boolean writeQueueFull() {
        return queue.isFull();
    }

    /** Sets what is called each time that the queue was full and is half empty again; null for nothing. */
    public TableProducer drainHandler(@Nullable Handler<Void> handler) {
        queue.drainHandler(handler);
        return this;
    }

    /** Takes no more rows. Succeeds when every accepted send has its outcome; may be called again. */
    public Future<Void> close() {
        context.runOnContext(close -> {
            if (queue.close()) {
                finish();
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
            finish();
        });
        done.succeed();
    }

    private void finish() {
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

    /** Ends the first send. There is room for another before its outcome is heard of. */
    private void complete(Consumer<Promise<AppendReply>> outcome) {
        PendingSend done = queue.removeFirst();
        attempted = false;
        underWay = false;
        outcome.accept(done.outcome());
        sendNext();
        queue.notifyIfDrained();
        if (!underWay && queue.isClosed()) {
            finish();
        }
    }
}
