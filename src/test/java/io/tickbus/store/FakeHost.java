package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A host with a clock that only the test advances. One thread runs everything. */
final class FakeHost implements StoreHost {
    private record Timer(long number, long atMs, boolean isAwaited, Runnable action) {}

    private final Map<Long, Timer> timers = new LinkedHashMap<>();
    private final List<JsonObject> events = new ArrayList<>();
    private final Map<String, String> outages = new LinkedHashMap<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private long nowMs = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();
    private long numbers;
    private boolean holdsWork;
    private final Queue<Runnable> heldOnDisk = new ArrayDeque<>();
    private boolean holdsDisk;
    private String failure = "";
    private Function<Batch, Future<AppendReply>> tickerplant = rows -> Future.failedFuture("no tickerplant");

    @Override
    public long after(long delayMs, Runnable action) {
        timers.put(++numbers, new Timer(numbers, nowMs + delayMs, true, action));
        return numbers;
    }

    @Override
    public void soon(Runnable action) {
        timers.put(++numbers, new Timer(numbers, nowMs + 10, false, action));
    }

    @Override
    public void cancel(long timer) {
        timers.remove(timer);
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    @Override
    public void publish(JsonObject event) {
        events.add(event);
    }

    @Override
    public void outage(String file, String reason) {
        outages.put(file, reason);
        outages.values().removeIf(String::isEmpty);
    }

    /** Files that cannot be written now, with the reasons. */
    Map<String, String> outages() {
        return outages;
    }

    /** Runs work at once, unless the test holds it back. */
    @Override
    public <T> Future<T> onWorkerThread(Callable<T> work) {
        return run(work, held, holdsWork);
    }

    /** Runs the scan at once, unless the test holds it back. */
    @Override
    public <T extends @Nullable Object> Future<T> onDiskThread(Callable<T> work) {
        return run(work, heldOnDisk, holdsDisk);
    }

    @Override
    public Future<AppendReply> toTickerplant(Batch rows) {
        return tickerplant.apply(rows);
    }

    private static <T extends @Nullable Object> Future<T> run(Callable<T> work, Queue<Runnable> held, boolean holds) {
        Promise<T> done = Promise.promise();
        held.add(() -> {
            try {
                done.complete(work.call());
            } catch (Exception reason) {
                done.fail(reason);
            }
        });
        if (!holds) {
            runAll(held);
        }
        return done.future();
    }

    @Override
    public <T> Future<T> onScanThread(Callable<T> work) {
        return failure.isEmpty() ? onWorkerThread(work) : Future.failedFuture(failure);
    }

    /** From now on work on the disk waits for {@link #runDisk}, which does one piece. */
    void holdDisk() {
        holdsDisk = true;
    }

    /** Does the next piece of work on the disk; false when there is none. */
    boolean runDisk() {
        Runnable work = heldOnDisk.poll();
        if (work != null) {
            work.run();
        }
        return work != null;
    }

    /** Does what waits for the disk, and goes on without holding any. */
    void releaseDisk() {
        holdsDisk = false;
        runAll(heldOnDisk);
    }

    /** From now on work beside the owner's thread fails. */
    void failWork(String reason) {
        failure = reason;
    }

    /** Sets the answer to rows for the tickerplant. */
    void tickerplant(Function<Batch, Future<AppendReply>> answer) {
        tickerplant = answer;
    }

    /** From now on work waits for {@link #runWork}. */
    void holdWork() {
        holdsWork = true;
    }

    void runWork() {
        runAll(held);
    }

    private static void runAll(Queue<Runnable> held) {
        for (Runnable work = held.poll(); work != null; work = held.poll()) {
            work.run();
        }
    }

    /** Sets the clock, as one does that jumps; no timer runs. */
    void set(String instant) {
        nowMs = Instant.parse(instant).toEpochMilli();
    }

    /** All that was published, in order. */
    List<JsonObject> events() {
        return events;
    }

    /** Returns the number of pending timers that were not cancelled. */
    int timers() {
        return (int) timers.values().stream().filter(Timer::isAwaited).count();
    }

    /** Lets time pass, and runs what falls due on the way. */
    void advance(long ms) {
        long untilMs = nowMs + ms;
        for (Timer due = firstUntil(untilMs); due != null; due = firstUntil(untilMs)) {
            timers.remove(due.number);
            nowMs = Math.max(nowMs, due.atMs);
            due.action.run();
        }
        nowMs = untilMs;
    }

    private @Nullable Timer firstUntil(long untilMs) {
        return timers.values().stream()
                .filter(timer -> timer.atMs <= untilMs)
                .min(Comparator.comparingLong(Timer::atMs).thenComparingLong(Timer::number))
                .orElse(null);
    }
}
