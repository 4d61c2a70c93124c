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

/** The verticle's timers and bus, and threads of its own for what takes long; for one tenure. */
final class VertxStoreHost implements StoreHost {
    private static final String WORKER = "tickbus-archive";
    private static final String SCANS = "tickbus-scan";
    private static final int SCAN_THREADS = 4;
    private static final String DISK = "tickbus-journal";
    /** Journals that are written at the same time. */
    private static final int DISK_THREADS = 4;
    /** A day's rows may take that long before Vert.x warns of a blocked thread. */
    private static final long WORK_MINUTES_MAX = 60;

    private static final int SOON_MS = 10;
    /** Until a timer that fell due while it was not certain that this is the owner looks again. */
    private static final int DOUBT_RETRY_MS = 250;

    private final Vertx vertx;
    private final long epoch;
    private final BooleanSupplier owns;
    private final Map<Long, Long> timers = new HashMap<>(); // what cancel takes -> Vert.x's own
    private @Nullable WorkerExecutor worker; // most owners have nothing to do off their thread
    private @Nullable WorkerExecutor scans; // on none of Vert.x's own threads, which others wait for as well
    private @Nullable WorkerExecutor disk;
    private boolean ending;

    /** @param owns whether this is the owner of the tables at this moment, for certain */
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

    /** Has timers fire in time from now on, whoever owns the tables: they are for how long the end may take. */
    void close() {
        ending = true;
    }

    /** Lets none of the timers fire that there are. */
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
        } catch (RejectedExecutionException undeployed) { // a disk that was slow may answer later than that
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
