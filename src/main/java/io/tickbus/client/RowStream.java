package io.tickbus.client;

import io.tickbus.event.Rows;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table as a Vert.x stream of batches. A {@link TableConsumer} reads the rows. It requests the next batch
 * only while there is demand, so a paused stream causes no work at the owner. At most one batch waits in a paused
 * stream.
 *
 * <p>Reading begins when the stream has a handler. The demand is unlimited at first. {@link #fetch} counts batches.
 * When the stream is closed, the end handler is called. If the stream fails, the exception handler is called. The
 * stream fails if its handler throws, and with the failures that {@link TableConsumer#finish} lists.
 *
 * <p>Handlers run on the Vert.x context that created the stream, one at a time. Any thread may call the methods.
 */
public final class RowStream implements ReadStream<Rows> {
    private final Vertx vertx;
    private final ContextInternal context;
    private final ConsumerSettings settings;
    private final Consumer<ConsumerEvent> listener;
    private final Promise<Void> finish;

    private @Nullable Handler<Rows> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable TableConsumer consumer; // null before the stream has had a handler and demand
    private long demand = Long.MAX_VALUE;
    private @Nullable Rows waiting; // null unless a batch has arrived and is not delivered
    private @Nullable Promise<Void> handled; // on completion, the consumer requests the next batch
    private boolean closed;

    private RowStream(Vertx vertx, ConsumerSettings settings, Consumer<ConsumerEvent> listener) {
        this.vertx = vertx;
        this.context = (ContextInternal) vertx.getOrCreateContext();
        this.settings = settings;
        this.listener = listener;
        this.finish = context.promise();
    }

    /**
     * Creates a stream. It reads nothing before it has a handler.
     *
     * @param vertx the Vert.x instance
     * @param settings what to read, and how
     * @param listener receives the events other than rows, as in {@link TableConsumer#start}
     * @return the stream
     */
    public static RowStream of(Vertx vertx, ConsumerSettings settings, Consumer<ConsumerEvent> listener) {
        return new RowStream(vertx, settings, listener);
    }

    @Override
    public RowStream handler(@Nullable Handler<Rows> rows) {
        synchronized (this) {
            handler = rows;
        }
        proceedOnContext();
        return this;
    }

    @Override
    public synchronized RowStream endHandler(@Nullable Handler<Void> end) {
        endHandler = end;
        return this;
    }

    @Override
    public synchronized RowStream exceptionHandler(@Nullable Handler<Throwable> failed) {
        exceptionHandler = failed;
        return this;
    }

    /**
     * Stops the delivery of batches. A batch that was already requested waits in the stream.
     *
     * @return this stream
     */
    @Override
    public synchronized RowStream pause() {
        demand = 0;
        return this;
    }

    /**
     * Delivers batches without a limit.
     *
     * @return this stream
     */
    @Override
    public RowStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    /**
     * Delivers more batches.
     *
     * @param batches the number of batches to add to the demand, at least 0
     * @return this stream
     */
    @Override
    public RowStream fetch(long batches) {
        if (batches < 0) {
            throw new IllegalArgumentException("fetch of " + batches + " batches; at least 0 expected");
        }
        synchronized (this) {
            demand = demand > Long.MAX_VALUE - batches ? Long.MAX_VALUE : demand + batches;
        }
        proceedOnContext();
        return this;
    }

    /**
     * {@return a future that succeeds when the stream is closed or its verticle is undeployed} If the stream fails, the
     * future fails with the reason that the exception handler receives.
     */
    public Future<Void> finish() {
        return finish.future();
    }

    /**
     * Ends the stream. A waiting batch is not delivered. A repeated call changes nothing.
     *
     * @return a future that succeeds when the end handler has been called
     */
    public Future<Void> close() {
        context.runOnContext(turn -> closeNow());
        return finish.future().transform(over -> Future.succeededFuture());
    }

    private void closeNow() {
        TableConsumer reading;
        Promise<Void> unhandled;
        synchronized (this) {
            closed = true;
            reading = consumer;
            unhandled = handled;
        }
        if (reading == null) {
            ended(Future.succeededFuture());
            return;
        }
        reading.close();
        if (unhandled != null) {
            unhandled.tryComplete(); // The consumer waits for this future before it ends.
        }
    }

    private void proceedOnContext() {
        context.runOnContext(turn -> proceed());
    }

    /** Starts the consumer, delivers the waiting batch, or lets the consumer request the next batch. */
    private void proceed() {
        Rows batch;
        Handler<Rows> receiver;
        Promise<Void> completed;
        synchronized (this) {
            receiver = handler;
            if (closed || demand == 0 || receiver == null) {
                return;
            }
            if (consumer == null) {
                consumer = TableConsumer.start(vertx, settings, this::apply, listener);
                consumer.finish().onComplete(this::ended);
                return;
            }
            if (handled == null) {
                return; // The next batch has been requested and has not arrived.
            }
            completed = handled;
            batch = waiting;
            waiting = null;
            if (batch == null) {
                handled = null;
            } else if (demand != Long.MAX_VALUE) {
                demand--;
            }
        }
        if (batch == null) {
            completed.tryComplete();
            return;
        }
        try {
            receiver.handle(batch);
        } catch (RuntimeException failure) {
            completed.tryFail(failure);
            return;
        }
        proceed();
    }

    private Future<Void> apply(Rows rows) {
        Promise<Void> arrived = Promise.promise();
        synchronized (this) {
            waiting = rows;
            handled = arrived;
        }
        proceed();
        return arrived.future();
    }

    private void ended(AsyncResult<Void> result) {
        Handler<Void> end;
        Handler<Throwable> failed;
        synchronized (this) {
            closed = true;
            waiting = null;
            end = endHandler;
            failed = exceptionHandler;
        }
        if (finish.future().isComplete()) {
            return; // The stream was closed twice before it began.
        }
        if (result.succeeded() && end != null) {
            end.handle(null);
        } else if (result.failed() && failed != null) {
            failed.handle(result.cause());
        }
        finish.complete(null, result.cause());
    }
}
