package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What the owner needs of the world around it. It is called, and calls back, on the owner's thread. */
interface StoreHost extends Timers {
    Instant now();

    /** Runs an action after about 10 ms, unless the tenure has ended; nobody waits for it. */
    void soon(Runnable action);

    /** Tells everybody of an event, as {@link io.tickbus.event.Addresses#EVENTS} says. */
    void publish(JsonObject event);

    /**
     * Tells the node's health that a file cannot be written.
     *
     * @param reason empty when it can be written again
     */
    void outage(String file, String reason);

    /** Sends rows to a subscriber that brings their table, for its tickerplant; the reply is without an offset. */
    Future<AppendReply> toTickerplant(Batch rows);

    /** Runs work that may take long where it holds nobody up, one piece after the other. */
    <T> Future<T> onWorkerThread(Callable<T> work);

    /** Runs work on what never changes, beside other such work. */
    <T> Future<T> onScanThread(Callable<T> work);

    /** Runs work on a file that somebody waits for, beside other such work and whatever is {@link #onWorkerThread}. */
    <T extends @Nullable Object> Future<T> onDiskThread(Callable<T> work);
}
