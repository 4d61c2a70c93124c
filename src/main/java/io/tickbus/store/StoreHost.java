package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The clock, timers, event bus and threads that the classes of this package use. {@link VertxStoreHost} implements this
 * interface with Vert.x. Tests have their own implementation. Calls and callbacks run on the owner's thread.
 */
interface StoreHost extends Timers {
    Instant now();

    /**
     * Runs an action about 10 ms later, if ownership has not ended. Replies must not wait for the action, because the
     * action may never run.
     */
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
     * Sends rows to a subscriber of their table. The subscriber sends the rows to its tickerplant, which publishes
     * them. The reply has no offset.
     */
    Future<AppendReply> toTickerplant(Batch rows);

    /** Runs long work on a worker thread, one task after the other. */
    <T> Future<T> onWorkerThread(Callable<T> work);

    /** Runs work on another thread, in parallel with other work. The work must use only immutable values. */
    <T> Future<T> onScanThread(Callable<T> work);

    /** Runs disk work for a waiting request, in parallel with other work. */
    <T extends @Nullable Object> Future<T> onDiskThread(Callable<T> work);
}
