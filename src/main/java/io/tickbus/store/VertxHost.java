package io.tickbus.store;

import io.tickbus.event.Addresses;
import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The verticle's timers and bus, and threads of its own for what takes long. */
final class VertxHost implements Host {
    private static final String WORKER = "tickbus-archive";
    private static final String DISK = "tickbus-journal";
    /** Journals that are written at the same time. */
    private static final int DISK_THREADS = 4;
    /** A day's rows may take that long before Vert.x warns of a blocked thread. */
    private static final long WORK_MINUTES_MAX = 60;

    private final Vertx vertx;
    private @Nullable WorkerExecutor worker; // most owners have nothing to do off their thread
    private @Nullable WorkerExecutor disk;

    VertxHost(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public long after(long delayMs, Runnable action) {
        return vertx.setTimer(delayMs, timer -> action.run());
    }

    @Override
    public void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void publish(JsonObject event) {
        vertx.eventBus().publish(Addresses.EVENTS, event);
    }

    @Override
    public Future<Appended> toTickerplant(Batch rows) {
        return vertx.eventBus()
                .<Appended>request(Addresses.publish(rows.topic()), rows)
                .map(Message::body);
    }

    @Override
    public <T> Future<T> offThread(Callable<T> work) {
        WorkerExecutor thread = worker;
        if (thread == null) {
            thread = vertx.createSharedWorkerExecutor(WORKER, 1, WORK_MINUTES_MAX, TimeUnit.MINUTES);
            worker = thread;
        }
        return on(thread, work);
    }

    @Override
    public <T extends @Nullable Object> Future<T> onDisk(Callable<T> work) {
        WorkerExecutor threads = disk;
        if (threads == null) {
            threads = vertx.createSharedWorkerExecutor(DISK, DISK_THREADS, WORK_MINUTES_MAX, TimeUnit.MINUTES);
            disk = threads;
        }
        return on(threads, work);
    }

    private static <T extends @Nullable Object> Future<T> on(WorkerExecutor threads, Callable<T> work) {
        try {
            return threads.executeBlocking(work, false);
        } catch (RejectedExecutionException closed) {
            return Future.failedFuture(closed);
        }
    }
}
