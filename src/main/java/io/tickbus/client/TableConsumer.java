package io.tickbus.client;

import io.tickbus.client.ConsumerEvent.Began;
import io.tickbus.client.ConsumerEvent.Retrying;
import io.tickbus.client.ConsumerEvent.RowsLost;
import io.tickbus.client.ConsumerEvent.TableReplaced;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.tickbus.event.Rows;
import io.vertx.core.AsyncResult;
import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a table on and on. It pulls: a batch is asked for when the one before has been handled, so a slow handler costs
 * neither side any memory. What has left the table by then is told as {@link RowsLost}.
 *
 * <p>Within one {@link TableVersion} each row is handed over once, in the table's order; of a keyed table, each row that
 * is the last of its key when it is read, and again if the table has moved it to its end since. A table that was made
 * anew is told as {@link TableReplaced}, and rows of it never come as if they followed those before.
 *
 * <p>While there is no owner, or it does not answer or does not have the table, it asks again with growing delays of at
 * most 2 s, and at once when a new owner announces itself.
 *
 * <p>Handler and listener run on the Vert.x context that started the consumer, never both at once. It ends when it is
 * closed, when its verticle is undeployed, or as {@link #finish} says.
 */
public final class TableConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(TableConsumer.class);
    private static final int EMPTY_DELAY_MS = 10; // an owner that ends answers at once that there are no rows

    private final ConsumerSettings settings;
    private final Function<Rows, ? extends Future<?>> handler;
    private final Consumer<ConsumerEvent> listener;
    private final ContextInternal context;
    private final PendingRequest pendingRequest;
    private final OwnerWatch watch = new OwnerWatch(this::ownerChanged);
    private final Backoff backoff = new Backoff();
    private final Promise<Void> finish;
    private final Closeable closeHook = this::undeployed;
    private StartPosition start;
    private @Nullable ReadPosition at; // null until the table was found
    private @Nullable Throwable outOfRange; // why the place is being looked at again
    private boolean handedOver;
    private boolean handling;
    private boolean stopped;

    private TableConsumer(
            Vertx vertx,
            ConsumerSettings settings,
            Function<Rows, ? extends Future<?>> handler,
            Consumer<ConsumerEvent> listener) {
        this.settings = settings;
        this.handler = handler;
        this.listener = listener;
        this.context = (ContextInternal) vertx.getOrCreateContext();
        this.pendingRequest = new PendingRequest(vertx);
        this.start = settings.start();
        this.finish = context.promise();
    }

    /**
     * Starts to read.
     *
     * @param handler takes a batch of at least one row; the next one comes when the future that it returns has
     *     completed. If that fails, or the handler throws, the consumer ends with the failure
     * @param listener takes what there is to tell besides; it should return soon and not throw
     */
    public static TableConsumer start(
            Vertx vertx,
            ConsumerSettings settings,
            Function<Rows, ? extends Future<?>> handler,
            Consumer<ConsumerEvent> listener) {
        QCodec.registerAll(vertx);
        TableConsumer consumer = new TableConsumer(vertx, settings, handler, listener);
        consumer.context.addCloseHook(consumer.closeHook);
        consumer.context.runOnContext(begin -> {
            consumer.watch.start(vertx);
            consumer.proceed();
        });
        return consumer;
    }

    /**
     * Succeeds when the consumer was closed and its handler has done. Fails when it can read no more: with what the
     * handler or the listener failed with, or with the {@link io.vertx.core.eventbus.ReplyException} of an owner that
     * will not answer, such as {@link Failure#BAD_REQUEST} for more rows than it gives, or {@link Failure#OUT_OF_RANGE}
     * for a {@link StartPosition#offset} past the table's end.
     */
    public Future<Void> finish() {
        return finish.future();
    }

    /** Ends the reading. Succeeds when no handler is at work any more; may be called again. */
    public Future<Void> close() {
        context.runOnContext(close -> stop());
        return finish.future().transform(over -> Future.succeededFuture());
    }

    /** The context's timers and listeners end with it; a handler's future is not waited for, it may never complete. */
    private void undeployed(Completable<Void> done) {
        context.runOnContext(close -> stop());
        done.succeed();
    }

    private void stop() {
        stopped = true;
        pendingRequest.drop();
        if (!handling) {
            finish(null);
        }
    }

    private void finish(@Nullable Throwable reason) {
        stopped = true;
        pendingRequest.drop();
        watch.stop();
        context.removeCloseHook(closeHook);
        if (reason == null) {
            finish.tryComplete();
        } else if (finish.tryFail(reason)) {
            LOG.atError()
                    .addKeyValue("table", settings.table())
                    .setCause(reason)
                    .log("a consumer has ended");
        }
    }

    /** Takes the next step: reads on, or first looks where. */
    private void proceed() {
        ReadPosition readPosition = at;
        if (stopped) {
            finish(null);
        } else if (readPosition == null) {
            locate(start instanceof StartPosition.Now);
        } else if (watch.isReplaced(readPosition.life().epoch())) {
            locate(false);
        } else {
            fetch(readPosition);
        }
    }

    private void ownerChanged() {
        if (!stopped && !handling) {
            backoff.reset();
            proceed(); // in place of what was asked of the owner before, or of the delay
        }
    }

    private void fetch(ReadPosition readPosition) {
        JsonObject request =
                new JsonObject().put("offset", readPosition.offset()).put("waitMs", settings.waitMs());
        if (settings.rowsMax() > 0) {
            request.put("rowsMax", settings.rowsMax());
        }
        if (settings.withKeyNumbers()) {
            request.put("keyNumbers", true);
        }
        request(
                Addresses.fetch(settings.table()),
                request,
                settings.waitMs(),
                rows -> fetched(readPosition, rows),
                failure -> {
                    if (Failure.OUT_OF_RANGE.isCauseOf(failure)) {
                        outOfRange = failure;
                        locate(false);
                    } else {
                        failed(failure);
                    }
                });
    }

    private void fetched(ReadPosition readPosition, Rows rows) {
        if (!TableVersion.of(rows).equals(readPosition.life())) {
            locate(false);
            return;
        }
        backoff.reset();
        at = readPosition.at(rows.next());
        if (rows.rows().size() > 0) {
            handOver(rows);
        } else if (rows.next() > readPosition.offset()) {
            proceed();
        } else {
            pendingRequest.after(EMPTY_DELAY_MS, this::proceed);
        }
    }

    private void handOver(Rows rows) {
        handling = true;
        handedOver = true;
        Future<?> handled;
        try {
            handled = Objects.requireNonNull(handler.apply(rows), "the handler returned no future");
        } catch (Exception failure) {
            handled = Future.failedFuture(failure);
        }
        handled.onComplete(result -> context.runOnContext(back -> handled(result)));
    }

    private void handled(AsyncResult<?> result) {
        handling = false;
        if (result.failed()) {
            finish(result.cause());
        } else {
            proceed();
        }
    }

    /** Asks for the row at one edge of the table, whose reply says which life it is of, and so where to read. */
    private void locate(boolean atEnd) {
        JsonObject request =
                new JsonObject().put("op", atEnd ? "last" : "first").put("rows", 1);
        request(Addresses.query(settings.table()), request, 0, rows -> located(rows, atEnd), failure -> {
            if (at == null && start instanceof StartPosition.Now && ReplyFailures.hasNoHandlers(failure)) {
                checkThatTableExists(failure);
            } else {
                failed(failure);
            }
        });
    }

    /** A table that the owner does not have yet has no rows from before now. */
    private void checkThatTableExists(Throwable noHandlers) {
        pendingRequest.send(
                Addresses.TABLES,
                new JsonObject(),
                settings.answerMsMax(),
                reply -> {
                    boolean isMade = reply instanceof JsonArray tables
                            && tables.stream()
                                    .anyMatch(one -> one instanceof JsonObject table
                                            && settings.table().equals(table.getString("table")));
                    if (!isMade) {
                        start = StartPosition.beginning();
                    }
                    failed(noHandlers);
                },
                this::failed);
    }

    private void located(Rows edge, boolean atEnd) {
        TableVersion life = TableVersion.of(edge);
        ReadPosition before = at != null ? at : place(start, life);
        Throwable refusal = outOfRange;
        outOfRange = null;
        boolean first = at == null;
        if (before == null) {
            at = new ReadPosition(atEnd ? edge.next() : edge.offset(), life);
        } else if (!before.life().equals(life)) {
            boolean toEnd = settings.resetPolicy() == ResetPolicy.FROM_NOW;
            if (toEnd && !atEnd) {
                locate(true);
                return;
            }
            at = new ReadPosition(toEnd ? edge.next() : edge.offset(), life);
            publish(new TableReplaced(before.life(), life, at.offset()));
        } else if (!atEnd && before.offset() < edge.offset()) {
            at = before.at(edge.offset());
            publish(new RowsLost(edge.offset() - before.offset(), edge.offset(), life));
        } else if (refusal != null) {
            aheadOfTable(refusal);
            return;
        } else {
            at = before;
        }
        if (first) {
            publish(new Began(at.offset(), life));
        }
        proceed();
    }

    private static @Nullable ReadPosition place(StartPosition start, TableVersion life) {
        return start instanceof StartPosition.Offset place
                ? new ReadPosition(place.offset(), place.life() != null ? place.life() : life)
                : null;
    }

    private void aheadOfTable(Throwable refusal) {
        if (start instanceof StartPosition.Offset && !handedOver) {
            finish(refusal);
        } else { // owners change just now: what was read or said to be there is in the table
            retry(String.valueOf(refusal.getMessage()));
        }
    }

    /** Asks for rows; those of an owner that was replaced are no answer. */
    private void request(
            String address, JsonObject request, long waitMs, Consumer<Rows> answered, Consumer<Throwable> failed) {
        pendingRequest.send(
                address,
                request,
                waitMs + settings.answerMsMax(),
                reply -> {
                    if (!(reply instanceof Rows rows)) {
                        finish(new IllegalStateException(address + " replied " + reply + "; rows expected"));
                    } else if (watch.isCurrent(rows.epoch())) {
                        answered.accept(rows);
                    } else {
                        retry("an owner that was replaced has answered");
                    }
                },
                failed::accept);
    }

    private void failed(Throwable failure) {
        if (ReplyFailures.isForGood(failure)) {
            finish(failure);
        } else {
            retry(ReplyFailures.reason(settings.table(), failure));
        }
    }

    private void retry(String reason) {
        long delayMs = backoff.nextDelayMs();
        pendingRequest.after(delayMs, this::proceed);
        publish(new Retrying(reason, delayMs));
    }

    private void publish(ConsumerEvent event) {
        if (stopped) {
            return;
        }
        try {
            listener.accept(event);
        } catch (RuntimeException failure) {
            finish(failure);
        }
    }
}
