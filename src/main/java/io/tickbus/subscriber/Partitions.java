package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.q.Frames;
import io.tickbus.q.Schema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The partitions of one subscriber, a table each; they outlive its connections, so that positions go on. For the thread that reads. */
final class Partitions {
    private final Vertx vertx;
    private final SubscriberConfig config;
    private final Counters counters;
    private final Rejections rejections;
    private final Window window;
    private final CompletableFuture<Void> stop;
    private @Nullable Partition last;
    private final Map<String, Partition> byTable = new LinkedHashMap<>();

    /**
     * @param stop completed when nobody shall wait here any more
     */
    Partitions(
            Vertx vertx,
            SubscriberConfig config,
            Counters counters,
            Rejections rejections,
            CompletableFuture<Void> stop) {
        this.vertx = vertx;
        this.config = config;
        this.counters = counters;
        this.rejections = rejections;
        this.window = new Window(config.flow().inFlightRowsMax());
        this.stop = stop;
    }

    /** The partition of a table, opened with its owner; what it has on the bus stays there. */
    Partition open(String table, Schema schema) throws IOException, InterruptedException {
        Partition known = find(table);
        if (known != null && !known.schema().equals(schema)) {
            throw new IOException("the schema of " + table + " has changed from " + known.schema() + " to " + schema);
        }
        Partition partition = known != null ? known : partition(table, schema);
        await(table, partition.inFlight().open());
        synchronized (byTable) {
            byTable.put(table, partition);
        }
        return partition;
    }

    private Partition partition(String table, Schema schema) {
        InFlight inFlight = new InFlight(vertx, table, config, schema, window, counters, rejections);
        boolean bareRows = config.subscription() instanceof SubscriptionConfig.Expression;
        return new Partition(table, schema, bareRows, config.flow().batchRowsMax(), window, counters, inFlight);
    }

    private void await(String table, Future<?> opened) throws IOException, InterruptedException {
        CompletableFuture<?> reply = opened.toCompletionStage().toCompletableFuture();
        try {
            CompletableFuture.anyOf(reply, stop).get();
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause();
            throw new IOException(
                    "the owner of table " + table + " did not let us in: "
                            + (cause == null ? refused : cause).getMessage(),
                    refused);
        }
        if (!reply.isDone()) {
            throw new IOException("stopping");
        }
    }

    /**
     * Lets the tables take the next messages in their usual shapes, the last one's table first; false when the next message is
     * none of these.
     */
    boolean take(Frames frames) {
        if (last != null && last.take(frames)) {
            return true;
        }
        for (Partition partition : byTable.values()) {
            if (partition != last && partition.take(frames)) {
                last = partition;
                return true;
            }
        }
        return false;
    }

    @Nullable
    Partition find(String table) {
        return byTable.get(table);
    }

    Set<String> names() {
        return byTable.keySet();
    }

    /** Nobody waits for the owner from now on; for any thread. */
    void close() {
        window.close();
    }

    /** Sends what was gathered; false when the window has no room for all of it. */
    boolean flush() {
        boolean all = true;
        for (Partition partition : byTable.values()) {
            all &= partition.flush();
        }
        if (!all) {
            ask(); // what is in the way may be too little for its own partition to ask
        }
        return all;
    }

    /** Sends what was gathered, waiting for room, and asks for an acknowledgement. */
    void flushAll() throws InterruptedException {
        while (!flush()) {
            window.awaitRoom();
        }
        ask();
    }

    /** Asks for an acknowledgement of what was sent. */
    void ask() {
        byTable.values().forEach(partition -> partition.inFlight().ask());
    }

    Window window() {
        return window;
    }

    /** The age of the oldest row that the owner has not acknowledged, in ms; for any thread. */
    long lagMs() {
        long now = System.nanoTime();
        long oldest = now;
        synchronized (byTable) {
            for (Partition partition : byTable.values()) {
                oldest = Math.min(oldest, partition.inFlight().oldestNanos(now));
            }
        }
        return (now - oldest) / 1_000_000;
    }

    /** Waits until the owner has acknowledged everything, and sends nothing again after that; false when it took too long. */
    boolean drain() throws InterruptedException {
        ask();
        try {
            return window.awaitEmpty(config.stopTimeoutMs());
        } finally {
            byTable.values().forEach(partition -> partition.inFlight().close());
        }
    }
}
