package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The environment of the owner's logic, with clock, timers, event bus and threads. Tests have their own implementation.
 * Calls and callbacks run on the owner's thread.
 */
interface StoreHost extends Timers {
    Instant now();

    /** Runs an action about 10 ms later, unless ownership has ended. Use this for work that no request waits for. */
    void soon(Runnable action);

    /** Publishes an event to {@link io.tickbus.event.Addresses#EVENTS}. */
    void publish(JsonObject event);

    /**
     * Reports to the node's health whether a file can be written.
     *
     * @param reason why the file cannot be written; empty if it can be written
     */
    void outage(String file, String reason);

    /**
     * Sends rows to a subscriber of their table. The subscriber passes the rows to its tickerplant. The reply has no
     * offset.
     */
    Future<AppendReply> toTickerplant(Batch rows);

    /** Runs long work on a separate worker thread. Works run one after the other. */
    <T> Future<T> onWorkerThread(Callable<T> work);

    /** Runs work that uses only immutable values, in parallel with other work. */
    <T> Future<T> onScanThread(Callable<T> work);

    /** Runs disk work that a request waits for, in parallel with other work. */
    <T extends @Nullable Object> Future<T> onDiskThread(Callable<T> work);
}
