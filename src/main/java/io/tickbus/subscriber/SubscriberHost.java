package io.tickbus.subscriber;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.q.wire.Connection;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The environment of a subscriber: the bus, a clock, and connections to q. All operations that take time or can fail
 * use this interface. Tests replace it by a simulation. {@link VertxSubscriberHost} is the real environment.
 */
interface SubscriberHost {
    /** Returns the time of {@link System#nanoTime}, in ns. */
    long nanoTime();

    /** Returns the time of the system's clock, which may jump forward or back. */
    Instant now();

    String node();

    /** Returns the highest known epoch of an owner of the tables; 0 if no owner is known. */
    long epoch();

    /**
     * Sets the listener for new owners of the tables. The listener receives the epoch of an owner that has announced
     * itself or has replied. It runs on any thread.
     */
    void onOwner(LongConsumer listener);

    /** Returns a new connection that is not open. */
    Connection connection() throws IOException;

    /** Reads a session's connection until it ends. The calling q thread waits and does the session's periodic work. */
    void read(Session session) throws IOException, InterruptedException;

    /** Returns the best batch size in rows. More rows are cheaper to send as two batches. */
    int batchRowsBest();

    /** Sends rows or a control record, without a reply. */
    void send(PartitionBatch batch);

    /** Requests the owner's position. The reply acknowledges all batches before that position. */
    Future<AppendReply> requestPosition(PartitionBatch request);

    /** Opens a partition at the owner, and returns the partition's state. */
    Future<PartitionState> open(OpenPartition request);

    void publish(String address, JsonObject event);

    /**
     * Starts to accept rows of applications for some tables, until the returned registration is closed. {@link
     * io.tickbus.event.Addresses#publish} describes the address.
     */
    Registration acceptRows(Collection<String> tables, Function<Batch, Future<AppendReply>> append);

    /** The right to receive rows of applications, until it is closed. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    void after(long delayMs, Runnable action);

    /**
     * Waits on the q thread until a condition is true.
     *
     * @param timeoutMs the longest wait, in ms
     * @return false if the condition is not true after the timeout
     */
    boolean await(BooleanSupplier condition, long timeoutMs) throws InterruptedException;

    /** Makes {@link #await} test its condition again. Any thread may call this. */
    void wake();
}
