package io.tickbus.subscriber;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.q.Connection;
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
 * What a subscriber needs of the world around it: the bus, a clock, connections to q. Everything that takes time or can fail
 * goes through here, so that a simulation can take the world's place.
 */
interface SubscriberHost {
    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** The time by the system's clock, which may jump. */
    Instant now();

    /** The name of the node that this runs on. */
    String node();

    /** Of the owner of the tables that was heard of last; 0 of none. */
    long epoch();

    /** Calls the listener, on any thread, when another owner of the tables is announced or has answered: with its epoch. */
    void onOwner(LongConsumer listener);

    /** A connection that is not open yet. */
    Connection connection() throws IOException;

    /** Reads a session's connection until it ends; the q thread waits here, and looks after the session now and then. */
    void read(Session session) throws IOException, InterruptedException;

    /** Rows of a batch beyond which each of them costs more on its way to the tables than in two batches. */
    int batchRowsBest();

    /** Sends rows, or a mark, without waiting for an answer. */
    void send(PartitionBatch batch);

    /** Asks the owner what it has taken. */
    Future<AppendReply> requestPosition(PartitionBatch question);

    /** Asks the owner where a partition stands. */
    Future<PartitionState> open(OpenPartition opening);

    void publish(String address, JsonObject event);

    /** Lets everybody send rows of tables, as {@link io.tickbus.event.Addresses#publish} says, until it is closed. */
    Offer offer(Collection<String> tables, Function<Batch, Future<AppendReply>> publication);

    /** An offer that stands. */
    interface Offer extends AutoCloseable {
        @Override
        void close();
    }

    void after(long delayMs, Runnable action);

    /**
     * Has the q thread wait for a condition.
     *
     * @return false when it does not hold after so long
     */
    boolean await(BooleanSupplier condition, long timeoutMs) throws InterruptedException;

    /** Has {@link #await} look at its condition again; for any thread. */
    void wake();
}
