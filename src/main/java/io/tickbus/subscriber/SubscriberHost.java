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
 * The environment of a subscriber: the bus, a clock, connections to q. Everything that takes time or can fail goes through it,
 * so that a simulation can replace it. {@link VertxSubscriberHost} is the real one.
 */
interface SubscriberHost {
    /** Returns the time of {@link System#nanoTime}, in ns. */
    long nanoTime();

    /** Returns the time of the system's clock, which may jump. */
    Instant now();

    /** Returns the name of this node. */
    String node();

    /** Returns the highest known epoch of the tables' owners; 0 if none is known. */
    long epoch();

    /**
     * Sets the listener for new owners of the tables. It runs on any thread, with the epoch of an owner that was announced or
     * has replied.
     */
    void onOwner(LongConsumer listener);

    /** Returns a new connection that is not open. */
    Connection connection() throws IOException;

    /** Reads a session's connection until it ends. The calling q thread waits and does the session's periodic work. */
    void read(Session session) throws IOException, InterruptedException;

    /** Returns the number of rows above which a batch costs more to send than two smaller ones. */
    int batchRowsBest();

    /** Sends rows or a control record without waiting for a reply. */
    void send(PartitionBatch batch);

    /** Requests the owner's position. The reply acknowledges all batches before that position. */
    Future<AppendReply> requestPosition(PartitionBatch request);

    /** Requests the state of a partition from the owner, and opens the partition there. */
    Future<PartitionState> open(OpenPartition request);

    void publish(String address, JsonObject event);

    /**
     * Accepts rows of applications for tables until the result is closed. {@link io.tickbus.event.Addresses#publish} describes
     * the address.
     */
    Registration acceptRows(Collection<String> tables, Function<Batch, Future<AppendReply>> append);

    /** A registration that accepts rows until it is closed. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    void after(long delayMs, Runnable action);

    /**
     * Lets the q thread wait for a condition.
     *
     * @param timeoutMs the longest wait, in ms
     * @return false if the condition does not hold after the timeout
     */
    boolean await(BooleanSupplier condition, long timeoutMs) throws InterruptedException;

    /** Lets {@link #await} test its condition again. Any thread may call this. */
    void wake();
}
