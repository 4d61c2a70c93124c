package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.event.Failure;
import io.tickbus.q.Schema;
import io.tickbus.q.wire.Frames;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@link PartitionWriter}s of one subscriber, one for each table. They outlive its connections, so that positions continue.
 * {@link QThread} creates one instance. Owned by the reader thread, except for methods that say otherwise.
 */
final class PartitionWriters {
    /** Interval of the periodic task while {@link #flushAll} waits for room, in ms. */
    private static final int TASK_INTERVAL_MS = 20;
    /** Interval of position requests while {@link #settle} waits for acknowledgements, in ms. */
    private static final int SETTLE_MS = 100;
    /** Limit of the problems that a status names. Further problems are counted. */
    private static final int PROBLEMS_NAMED_MAX = 3;

    /** A task that runs periodically while the q thread waits for room. */
    @FunctionalInterface
    interface PeriodicTask {
        void run() throws IOException;
    }

    private final SubscriberHost host;
    private final SubscriberConfig config;
    private final InFlightWindow window;
    private final BooleanSupplier stopping;
    private final PartitionWriterFactory factory;
    private final ReadBacklog backlog = new ReadBacklog();
    private @Nullable PartitionWriter lastDecoded;
    private final Map<String, PartitionWriter> byTable = new LinkedHashMap<>(); // all tables of all sessions
    private final Map<String, PartitionWriter> subscribed = new LinkedHashMap<>(); // the tables of this session
    private final Set<String> lateTables = new HashSet<>();
    private final RefusedTables refused;

    /**
     * @param stopping whether the subscriber is stopping, so that no wait may continue
     * @param lostRows runs on any thread if the owner lacks rows that it had acknowledged
     */
    PartitionWriters(
            SubscriberHost host,
            SubscriberConfig config,
            SubscriberCounters counters,
            RejectionReporter rejections,
            BooleanSupplier stopping,
            Runnable lostRows) {
        this.host = host;
        this.config = config;
        this.window = new InFlightWindow(
                config.flow().inFlightRowsMax(), config.flow().inFlightBytesMax(), host::wake);
        this.stopping = stopping;
        this.factory = new PartitionWriterFactory(host, config, counters, rejections, window, lostRows);
        this.refused = new RefusedTables(host, config.name(), counters, rejections);
    }

    /**
     * Opens the partition of a table at its owner, and starts at the owner's position with nothing in flight.
     *
     * @return the partition's state; null if the table was refused, which lasts until the next session
     * @throws IOException if no owner replies
     */
    @Nullable
    PartitionState open(SubscribeProtocol.Subscribed wanted) throws IOException, InterruptedException {
        String table = wanted.table();
        if (!wanted.isUsable()) {
            refused.add(table, null, wanted.unusable());
            return null;
        }
        Schema schema = wanted.schema();
        PartitionWriter existing = byTable.get(table);
        PartitionWriter partition =
                existing != null && existing.schema().equals(schema) ? existing : factory.create(table, schema);
        Future<PartitionState> opened = opened(partition.inFlight()::open);
        if (opened.failed()) {
            Throwable cause = opened.cause();
            String reason = "table " + table + " could not be opened at its owner: " + cause.getMessage();
            if (!Failure.SCHEMA.isCauseOf(cause) && !Failure.LIMIT.isCauseOf(cause)) {
                throw new IOException(reason, cause);
            }
            synchronized (byTable) {
                byTable.remove(table); // the writer has nothing in flight, and the owner refuses its columns
            }
            refused.add(table, schema, reason);
            return null;
        }
        PartitionState partitionState = opened.result();
        partition.start(partitionState);
        synchronized (byTable) {
            byTable.put(table, partition);
        }
        partition.inFlight().onOwner(host.epoch()); // an owner may have been announced after the reply
        subscribed.put(table, partition);
        lateTables.remove(table);
        return partitionState;
    }

    private Future<PartitionState> opened(Supplier<Future<PartitionState>> open)
            throws IOException, InterruptedException {
        Future<PartitionState> opened = open.get();
        while (!opened.isComplete()) {
            Future<PartitionState> request = opened;
            request.onComplete(reply -> host.wake());
            long owner = host.epoch();
            host.await(
                    () -> request.isComplete() || stopping.getAsBoolean() || host.epoch() != owner,
                    Long.MAX_VALUE / 1_000_000);
            if (!request.isComplete()) {
                requireRunning();
                opened = open.get(); // a new owner does not know the request to the owner before it
            }
        }
        return opened;
    }

    /** Returns the tables of this session that were refused. */
    RefusedTables refused() {
        return refused;
    }

    /**
     * Decodes the next messages if they are rows of one table in a usual shape. Tries the table of the last rows first. Returns
     * false if the next message is not.
     */
    boolean decode(Frames frames) {
        if (lastDecoded != null && lastDecoded.decode(frames)) {
            return true;
        }
        for (PartitionWriter partition : subscribed.values()) {
            if (partition != lastDecoded && partition.decode(frames)) {
                lastDecoded = partition;
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the writer of a table of this session. A writer of an earlier session is not returned, because its rows may come
     * again.
     */
    @Nullable
    PartitionWriter find(String table) {
        return subscribed.get(table);
    }

    /**
     * Returns whether subscribing again may bring a table that q did not have before. Returns true once for each table until it
     * was opened.
     */
    boolean shouldSubscribeAgain(String table) {
        boolean all = config.subscription() instanceof SubscriptionConfig.Tables tables
                && tables.names().isEmpty();
        return all && lateTables.add(table);
    }

    /** Returns the schemas of this session's tables, as q has them. */
    Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        subscribed.forEach((table, partition) -> schemas.put(table, partition.schema()));
        return schemas;
    }

    Set<String> names() {
        return subscribed.keySet();
    }

    /** Ends all waits for room. Any thread may call this. */
    void close() {
        window.close();
    }

    /** Sends everything that was added. Returns false if the window has no room for all of it. */
    boolean flush() {
        boolean all = true;
        for (PartitionWriter partition : byTable.values()) {
            all &= partition.flush();
        }
        if (!all) {
            requestPositions(); // a partition whose few batches block the window does not request a position itself
        }
        return all;
    }

    /** Sends everything that was added, and waits for room. The task runs every 20 ms while there is none. */
    void flushAll(PeriodicTask task) throws IOException, InterruptedException {
        while (!flush()) {
            host.await(() -> !window.isFull(), TASK_INTERVAL_MS);
            task.run();
        }
    }

    /** Notes a rejected message that may have held rows of any table. */
    void addMissingToAll(String reason) {
        subscribed.values().forEach(partition -> partition.addMissing(LogPosition.UNKNOWN, reason));
    }

    /**
     * Publishes gaps for the missing rows of all tables.
     *
     * @param atOnce whether to ignore the interval of {@link MissingRows#PUBLISH_INTERVAL_MS}
     */
    void publishMissing(boolean atOnce) {
        byTable.values().forEach(partition -> partition.publishMissing(atOnce));
    }

    /** Returns whether a gap for missing rows must be published now. Any thread may call this. */
    boolean isMissingDue() {
        synchronized (byTable) {
            return byTable.values().stream()
                    .anyMatch(partition -> partition.missing().isDue());
        }
    }

    /** Returns the problems with the rows of all tables, for an operator; empty if there are none. Any thread may call this. */
    String problems() {
        List<String> all = new ArrayList<>();
        synchronized (byTable) {
            for (PartitionWriter partition : byTable.values()) {
                String missing = partition.missing().text();
                long unrequested = partition.unrequested().rows();
                if (!missing.isEmpty()) {
                    all.add(partition.table() + " misses " + missing + " that did not fit");
                }
                if (unrequested > 0) {
                    all.add(unrequested + " rows of " + partition.table() + " had other syms than were asked for");
                }
            }
        }
        int more = all.size() - PROBLEMS_NAMED_MAX;
        String named = String.join("; ", all.subList(0, Math.min(all.size(), PROBLEMS_NAMED_MAX)));
        return more > 0 ? named + "; and " + more + " more" : named;
    }

    /** Ends a session. Waits until nothing is in flight: the owner has acknowledged every batch, or has lost rows. */
    void settle() throws IOException, InterruptedException {
        checkExpected();
        publishMissing(true);
        flushAll(() -> {});
        requestPositions();
        while (!stopping.getAsBoolean() && !host.await(() -> isSettled() || stopping.getAsBoolean(), SETTLE_MS)) {
            requestPositions();
        }
        byTable.values().forEach(partition -> partition.inFlight().pause());
        backlog.end();
        subscribed.clear();
        refused.clear();
        lastDecoded = null;
    }

    /** Returns whether nothing is in flight. */
    boolean isSettled() {
        return byTable.values().stream()
                .allMatch(partition -> partition.inFlight().isSettled());
    }

    /** Returns whether a log can replay the rows that are not applied now. */
    boolean areReplayable() {
        return subscribed.values().stream()
                .allMatch(partition -> partition.inFlight().isReplayable());
    }

    /**
     * Checks whether long work may continue.
     *
     * @throws IOException if the subscriber is stopping
     */
    void requireRunning() throws IOException {
        if (stopping.getAsBoolean()) {
            throw new IOException("stopping");
        }
    }

    /** Requests an acknowledgement of all batches in flight. */
    void requestPositions() {
        byTable.values().forEach(partition -> partition.inFlight().requestPosition());
    }

    /** Publishes gaps for expected rows that were not pushed. */
    void checkExpected() {
        long now = host.nanoTime();
        subscribed.values().forEach(partition -> partition.checkExpected(now));
    }

    /** Publishes gaps for expected rows that were not pushed, before their log ends. */
    void expectNoMore() {
        subscribed.values().forEach(PartitionWriter::expectNoMore);
        checkExpected(); // a second pass, because a later table may have proved the count wrong
    }

    /** Requests the owner's positions, and wakes the reader thread if it must check expected rows. Any thread may call this. */
    void verifyPositions() {
        if (byTable.values().stream().anyMatch(partition -> partition.checks().isExpecting())) {
            window.wake();
        }
        byTable.values().forEach(partition -> partition.inFlight().verifyPosition());
    }

    /** Turns all partitions to a new owner. Requests to the owner before it are abandoned. Any thread may call this. */
    void onOwner(long epoch) {
        List<PartitionWriter> all;
        synchronized (byTable) {
            all = List.copyOf(byTable.values());
        }
        all.forEach(partition -> partition.inFlight().onOwner(epoch)); // outside the lock, because it calls the bus
    }

    /** Adds a control record to each table of this session. */
    void add(Function<PartitionWriter, ControlRecord> controlRecord) {
        subscribed.values().forEach(partition -> partition.add(controlRecord.apply(partition)));
    }

    /** Returns the log of the last applied rows, if it is known for any table. */
    LogPosition log() {
        return subscribed.values().stream()
                .map(PartitionWriter::log)
                .filter(logPosition -> !logPosition.log().isEmpty())
                .findFirst()
                .orElse(LogPosition.NOWHERE);
    }

    InFlightWindow window() {
        return window;
    }

    ReadBacklog backlog() {
        return backlog;
    }

    /**
     * Returns the age of the oldest row that the owner has not acknowledged, in ms. If the window was full, rows in q's queue
     * may be as old as that moment. They count until everything that q has sent is applied. Any thread may call this.
     */
    long lagMs() {
        long now = host.nanoTime();
        long oldest = backlog.oldestNanos(now);
        synchronized (byTable) {
            for (PartitionWriter partition : byTable.values()) {
                oldest = Math.min(oldest, partition.inFlight().oldestNanos(now));
            }
        }
        return (now - oldest) / 1_000_000;
    }

    /**
     * Waits at most {@code stopTimeoutMs} until the owner has acknowledged everything, and then stops all resends. Returns
     * false after a timeout.
     */
    boolean drain() throws InterruptedException {
        requestPositions();
        try {
            return host.await(window::isEmpty, config.stopTimeoutMs());
        } finally {
            byTable.values().forEach(partition -> partition.inFlight().close());
        }
    }
}
