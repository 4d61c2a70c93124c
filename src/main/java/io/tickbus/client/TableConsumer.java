package io.tickbus.client;

import io.tickbus.client.ConsumerEvent.Began;
import io.tickbus.client.ConsumerEvent.DayEnded;
import io.tickbus.client.ConsumerEvent.Retrying;
import io.tickbus.client.ConsumerEvent.RowsLost;
import io.tickbus.client.ConsumerEvent.TableReplaced;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.tickbus.event.Rows;
import io.tickbus.retry.Backoff;
import io.vertx.core.AsyncResult;
import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a table continuously. The consumer requests a batch only when the handler has finished the previous batch. Rows
 * therefore never wait in memory for a slow handler. If rows are removed from the table before they are read, the
 * consumer reports {@link RowsLost}.
 *
 * <p>Within one {@link TableVersion}, each row is delivered once, in the table's order. A keyed table delivers only the
 * last row of each key. If compaction moves a row to the table's end, the row is delivered again. {@link TableReplaced}
 * separates the rows of two versions. {@link DayEnded} separates the rows of two days.
 *
 * <p>If no owner replies, or the owner does not have the table, the consumer retries. The delays between its attempts
 * grow up to 2 s. When a new owner announces itself, the consumer retries at once. If the consumer has never found the
 * table, and an owner lacks it for {@link ConsumerSettings#missingTableMsMax}, the consumer fails.
 *
 * <p>The handler and the listener run on the Vert.x context that started the consumer, one at a time. The consumer ends
 * when it is closed, when its verticle is undeployed, or after a failure that {@link #finish} lists. The public methods
 * are thread-safe.
 */
public final class TableConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(TableConsumer.class);
    // Delay after an immediate reply without rows, in ms. During its shutdown, an owner replies at once and without
    // rows.
    private static final int EMPTY_DELAY_MS = 10;

    private final ConsumerSettings settings;
    private final Function<Rows, ? extends Future<?>> handler;
    private final Consumer<ConsumerEvent> listener;
    private final ContextInternal context;
    private final PendingRequest pendingRequest;
    private final OwnerWatch watch = new OwnerWatch(this::ownerChanged);
    private final Backoff backoff = OwnerRequests.backoff();
    private final MissingTable missingTable;
    private final Promise<Void> completion;
    private final Promise<Void> finish;
    private final Closeable closeHook = this::undeployed;
    private StartPosition start;
    private @Nullable ReadPosition at; // null until the table is found
    // The owner's refusal of the current offset. Null unless the consumer is looking for its position again.
    private @Nullable Throwable outOfRange;
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
        this.missingTable = new MissingTable(settings.table(), settings.missingTableMsMax());
        this.start = settings.start();
        this.completion = context.promise();
        this.finish = context.promise();
    }

    /**
     * Starts a consumer.
     *
     * @param vertx the Vert.x instance
     * @param settings what to read, and how
     * @param handler receives a batch of at least one row. The next batch follows when the returned future completes.
     *     If the future fails or the handler throws, the consumer fails.
     * @param listener receives the other events. It should return soon. If it throws, the consumer fails.
     * @return the consumer. The first event or batch arrives after this method has returned, on the current context.
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
     * {@return a future that succeeds when the consumer has found its first row or, with {@link StartPosition#now}, the end of
     * the table} All rows that the table gets afterwards reach the handler. The future fails if the consumer ends before.
     */
    public Future<Void> completion() {
        return completion.future();
    }

    /**
     * {@return a future that succeeds when the consumer is closed and its handler has finished, or when its verticle is
     * undeployed} The future fails with the failure of the handler or of the listener. It also fails if the owner
     * permanently refuses a request, with the owner's {@link io.vertx.core.eventbus.ReplyException}. The code is
     * {@link Failure#BAD_REQUEST} if the settings request too many rows. It is {@link Failure#OUT_OF_RANGE} if
     * {@link StartPosition#offset} is after the table's end. If the owner does not have the table, the type of the
     * exception is {@link io.vertx.core.eventbus.ReplyFailure#NO_HANDLERS}, and the message lists the tables that the
     * owner has.
     */
    public Future<Void> finish() {
        return finish.future();
    }

    /**
     * Stops reading. The future succeeds when the handler has finished. A repeated call changes nothing.
     *
     * @return the future
     */
    public Future<Void> close() {
        context.runOnContext(close -> stop());
        return finish.future().transform(over -> Future.succeededFuture());
    }

    /** Ends the consumer without waiting for the handler, because the future of the handler may never complete. */
    private void undeployed(Completable<Void> done) {
        context.runOnContext(close -> finish(null));
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
        completion.tryFail(
                reason == null ? new IllegalStateException("the consumer has ended before it began to read") : reason);
        if (reason == null) {
            finish.tryComplete();
        } else if (finish.tryFail(reason)) {
            LOG.atError()
                    .addKeyValue("table", settings.table())
                    .setCause(reason)
                    .log("a consumer has ended");
        }
    }

    /** Sends the next request. Requests rows if the consumer knows its position. Otherwise requests the position. */
    private void proceed() {
        ReadPosition readPosition = at;
        if (stopped) {
            finish(null);
        } else if (readPosition == null) {
            locate(start instanceof StartPosition.Now);
        } else if (watch.isReplaced(readPosition.version().epoch())) {
            locate(false);
        } else {
            fetch(readPosition);
        }
    }

    private void ownerChanged() {
        missingTable.reset(); // A new owner has no tables at first, so the measurement begins again.
        if (!stopped && !handling) {
            backoff.reset();
            // This request replaces the request to the old owner, or the delay.
            proceed();
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
        if (readPosition.dayEnds() != ReadPosition.UNKNOWN) {
            request.put("dayEnds", readPosition.dayEnds());
        } else if (start instanceof StartPosition.Offset begun) {
            request.put("dayEndsFrom", begun.offset());
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
        if (!TableVersion.of(rows).equals(readPosition.version())) {
            locate(false);
            return;
        }
        backoff.reset();
        at = readPosition.at(rows.next()).withDayEnds(rows.dayEnds());
        if (rows.endedDay() != null) {
            publish(new DayEnded(rows.endedDay(), rows.offset()));
            proceed();
        } else if (rows.rows().size() > 0) {
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

    /** Requests the first or the last row. The reply contains the table version and the offset at which to read. */
    private void locate(boolean atEnd) {
        JsonObject request =
                new JsonObject().put("op", atEnd ? "last" : "first").put("rows", 1);
        request(Addresses.query(settings.table()), request, 0, rows -> located(rows, atEnd), failure -> {
            if (at == null && ReplyFailures.hasNoHandlers(failure)) {
                checkThatTableExists(failure);
            } else {
                failed(failure);
            }
        });
    }

    /**
     * Asks the owner whether it has the table. If the table does not exist yet, the consumer will begin at its first
     * row, because all its rows arrive later. If the table stays missing, the consumer fails.
     */
    private void checkThatTableExists(Throwable noHandlers) {
        pendingRequest.send(
                Addresses.TABLES,
                new JsonObject(),
                settings.answerMsMax(),
                reply -> {
                    ReplyException missing = missingTable.check(reply);
                    if (missing == null) {
                        failed(noHandlers); // The owner has the table, and is still registering its addresses.
                    } else if (missingTable.isOverdue()) {
                        finish(missing);
                    } else {
                        start = start instanceof StartPosition.Now ? StartPosition.beginning() : start;
                        retry(String.valueOf(missing.getMessage()));
                    }
                },
                noOwner -> {
                    missingTable.reset();
                    failed(noOwner);
                });
    }

    private void located(Rows edge, boolean atEnd) {
        TableVersion version = TableVersion.of(edge);
        ReadPosition before = at != null ? at : startingPosition(start, version);
        Throwable refusal = outOfRange;
        outOfRange = null;
        boolean first = at == null;
        if (before == null) {
            at = new ReadPosition(atEnd ? edge.next() : edge.offset(), version, edge.dayEnds());
        } else if (!before.version().equals(version)) {
            boolean toEnd = settings.resetPolicy() == ResetPolicy.FROM_NOW;
            if (toEnd && !atEnd) {
                locate(true);
                return;
            }
            at = new ReadPosition(toEnd ? edge.next() : edge.offset(), version, edge.dayEnds());
            publish(new TableReplaced(before.version(), version, at.offset()));
        } else if (!atEnd && before.offset() < edge.offset()) {
            at = before.at(edge.offset());
            publish(new RowsLost(edge.offset() - before.offset(), edge.offset(), version));
        } else if (refusal != null) {
            aheadOfTable(refusal);
            return;
        } else {
            at = before;
        }
        if (first) {
            completion.tryComplete();
            publish(new Began(at.offset(), version));
        }
        proceed();
    }

    private static @Nullable ReadPosition startingPosition(StartPosition start, TableVersion version) {
        return start instanceof StartPosition.Offset at
                ? new ReadPosition(at.offset(), at.version() != null ? at.version() : version, ReadPosition.UNKNOWN)
                : null;
    }

    private void aheadOfTable(Throwable refusal) {
        if (start instanceof StartPosition.Offset && !handedOver) {
            finish(refusal);
        } else { // the owner is changing, and the next owner will have the offset
            retry(String.valueOf(refusal.getMessage()));
        }
    }

    /** Requests rows. Rows from a replaced owner are ignored and requested again. */
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
