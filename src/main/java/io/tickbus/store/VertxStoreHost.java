package io.tickbus.store;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.metrics.Outages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Implements {@link StoreHost} with Vert.x's timers, event bus and worker threads. Each {@link Ownership} has its own
 * host. Only the owner's thread uses this class.
 */
final class VertxStoreHost implements StoreHost {
    private static final String WORKER = "tickbus-archive";
    private static final String SCANS = "tickbus-scan";
    private static final int SCAN_THREADS = 4;
    private static final String DISK = "tickbus-journal";
    /** The number of journals that can be written at the same time. */
    private static final int DISK_THREADS = 4;
    /** Vert.x logs a blocked thread when a task on a worker thread takes longer than this time, in minutes. */
    private static final long WORK_MINUTES_MAX = 60;

    private static final int SOON_MS = 10;
    /**
     * The retry delay, in ms, for a timer that fires while ownership is in doubt. Its action must not run before
     * ownership is confirmed.
     */
    private static final int DOUBT_RETRY_MS = 250;

    private final Vertx vertx;
    private final long epoch;
    private final BooleanSupplier owns;
    private final Map<Long, Long> timers = new HashMap<>(); // Vert.x's timer id for each id that after() returned
    private @Nullable WorkerExecutor worker; // Created on demand, because most owners never need it
    private @Nullable WorkerExecutor scans; // Not Vert.x's own worker threads, which other work needs
    private @Nullable WorkerExecutor disk;
    private boolean ending;

    /** @param owns returns whether this node certainly owns the tables at this moment */
    VertxStoreHost(Vertx vertx, long epoch, BooleanSupplier owns) {
        this.vertx = vertx;
        this.epoch = epoch;
        this.owns = owns;
    }

    @Override
    public long after(long delayMs, Runnable action) {
        long id = vertx.setTimer(delayMs, timer -> fire(timer, action));
        timers.put(id, id);
        return id;
    }

    @Override
    public void soon(Runnable action) {
        after(SOON_MS, action);
    }

    private void fire(long id, Runnable action) {
        if (ending || owns.getAsBoolean()) {
            timers.remove(id);
            action.run();
        } else if (timers.containsKey(id)) {
            timers.put(id, vertx.setTimer(DOUBT_RETRY_MS, timer -> fire(id, action)));
        }
    }

    @Override
    public void cancel(long timer) {
        Long vertxTimer = timers.remove(timer);
        if (vertxTimer != null) {
            vertx.cancelTimer(vertxTimer);
        }
    }

    /** From now on, timers fire even while ownership is in doubt, because timers limit the time of a stop. */
    void close() {
        ending = true;
    }

    void cancelAll() {
        timers.values().forEach(vertx::cancelTimer);
        timers.clear();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void publish(JsonObject event) {
        vertx.eventBus().publish(Addresses.EVENTS, event.put("epoch", epoch));
    }

    @Override
    public void outage(String file, String reason) {
        Outages outages = Outages.of(vertx);
        if (reason.isEmpty()) {
            outages.ended(file);
        } else {
            outages.started(file, reason);
        }
    }

    @Override
    public Future<AppendReply> toTickerplant(Batch rows) {
        return vertx.eventBus()
                .<AppendReply>request(Addresses.publish(rows.topic()), rows)
                .map(Message::body);
    }

    @Override
    public <T> Future<T> onWorkerThread(Callable<T> work) {
        WorkerExecutor thread = worker;
        if (thread == null) {
            thread = vertx.createSharedWorkerExecutor(WORKER, 1, WORK_MINUTES_MAX, TimeUnit.MINUTES);
            worker = thread;
        }
        return on(thread, work);
    }

    @Override
    public <T extends @Nullable Object> Future<T> onDiskThread(Callable<T> work) {
        WorkerExecutor threads = disk;
        if (threads == null) {
            threads = vertx.createSharedWorkerExecutor(DISK, DISK_THREADS, WORK_MINUTES_MAX, TimeUnit.MINUTES);
            disk = threads;
        }
        try {
            return threads.executeBlocking(work, false);
        } catch (RejectedExecutionException undeployed) { // The pool is closed, but a slow disk still needs a thread.
            return vertx.executeBlocking(work, false);
        }
    }

    private static <T extends @Nullable Object> Future<T> on(WorkerExecutor threads, Callable<T> work) {
        try {
            return threads.executeBlocking(work, false);
        } catch (RejectedExecutionException closed) {
            return Future.failedFuture(closed);
        }
    }

    @Override
    public <T> Future<T> onScanThread(Callable<T> work) {
        WorkerExecutor threads = scans;
        if (threads == null) {
            threads = vertx.createSharedWorkerExecutor(SCANS, SCAN_THREADS, WORK_MINUTES_MAX, TimeUnit.MINUTES);
            scans = threads;
        }
        return on(threads, work);
    }
}
