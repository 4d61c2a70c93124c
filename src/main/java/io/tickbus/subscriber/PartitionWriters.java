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
 * The {@link PartitionWriter}s of one subscriber, one for each table. The writers outlive the connections of the
 * subscriber, because positions continue after a reconnect. {@link QThread} creates one instance. Owned by the reader
 * thread, except for methods that say otherwise.
 */
final class PartitionWriters {
    /** Interval of the periodic task while {@link #flushAll} waits for room, in ms. */
    private static final int TASK_INTERVAL_MS = 20;
    /** Interval of position requests while {@link #settle} waits for acknowledgements, in ms. */
    private static final int SETTLE_MS = 100;
    /** The maximum number of problems that a status describes. Further problems are only counted. */
    private static final int PROBLEMS_NAMED_MAX = 3;

    /** A task that runs periodically while the q thread waits for room in the window. */
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
    private final Map<String, PartitionWriter> subscribed = new LinkedHashMap<>(); // the tables of the current session
    private final Set<String> lateTables = new HashSet<>();
    private final RefusedTables refused;

    /**
     * @param stopping true if the subscriber is stopping; all waits then end
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
     * Opens the partition of a table at the owner. Afterwards nothing is in flight, and the partition starts at the
     * owner's position.
     *
     * @return the partition's state; null if the table is refused for the rest of this session
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
                // The old writer has nothing in flight, and the owner refuses the table.
                byTable.remove(table);
            }
            refused.add(table, schema, reason);
            return null;
        }
        PartitionState partitionState = opened.result();
        partition.start(partitionState);
        synchronized (byTable) {
            byTable.put(table, partition);
        }
        // This writer may have missed the announcement of a new owner.
        partition.inFlight().onOwner(host.epoch());
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
                // The request went to the previous owner. It is sent again to the new owner.
                opened = open.get();
            }
        }
        return opened;
    }

    RefusedTables refused() {
        return refused;
    }

    /**
     * Decodes the next messages if they are rows of one table in a shape that {@link PartitionWriter#decode} supports.
     * The table of the last decoded rows is tried first. Returns false if no message was decoded.
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
     * Returns the writer of a table that this session has opened. Returns null for any other table, even if an earlier
     * session has opened it.
     */
    @Nullable
    PartitionWriter find(String table) {
        return subscribed.get(table);
    }

    /**
     * Returns whether to subscribe again, because q has a new table and all tables are subscribed. Returns true only
     * once for each new table.
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

    /** Sends all added rows and control records. Returns false if the window has no room for all of them. */
    boolean flush() {
        boolean all = true;
        for (PartitionWriter partition : byTable.values()) {
            all &= partition.flush();
        }
        if (!all) {
            // A partition with few batches requests no acknowledgement on its own, but its batches may fill the window.
            requestPositions();
        }
        return all;
    }

    /** Sends all added rows and control records. While the window has no room, waits and runs the task every 20 ms. */
    void flushAll(PeriodicTask task) throws IOException, InterruptedException {
        while (!flush()) {
            host.await(() -> !window.isFull(), TASK_INTERVAL_MS);
            task.run();
        }
    }

    /** Records a rejected message. The message may have had rows of any table. */
    void addMissingToAll(String reason) {
        subscribed.values().forEach(partition -> partition.addMissing(LogPosition.UNKNOWN, reason));
    }

    /**
     * Publishes gaps for the missing rows of all tables.
     *
     * @param atOnce true to ignore {@link MissingRows#PUBLISH_INTERVAL_MS}
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

    /**
     * Returns the problems with the rows of all tables, as text for an operator. The text is empty if there are no problems.
     * Any thread may call this.
     */
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

    /** Ends a session. Waits until every batch was acknowledged or dropped. */
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

    /** Returns whether the log has the rows of all tables. Dropped rows can then be replayed. */
    boolean areReplayable() {
        return subscribed.values().stream()
                .allMatch(partition -> partition.inFlight().isReplayable());
    }

    /**
     * Checks that the subscriber is not stopping.
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

    /** Publishes gaps for expected rows that were not pushed in time. */
    void checkExpected() {
        long now = host.nanoTime();
        subscribed.values().forEach(partition -> partition.checkExpected(now));
    }

    /** Publishes gaps for expected rows that were not pushed before the end of the log. */
    void expectNoMore() {
        subscribed.values().forEach(PartitionWriter::expectNoMore);
        // If one table proves the count wrong, the count is wrong for all tables. All tables are therefore checked
        // again.
        checkExpected();
    }

    /**
     * Requests the owner's position in each partition. Wakes the reader thread if it must check expected rows. Any
     * thread may call this.
     */
    void verifyPositions() {
        if (byTable.values().stream().anyMatch(partition -> partition.checks().isExpecting())) {
            window.wake();
        }
        byTable.values().forEach(partition -> partition.inFlight().verifyPosition());
    }

    /**
     * Requests the state of all partitions from a new owner. Requests to the previous owner are abandoned. Any thread
     * may call this.
     */
    void onOwner(long epoch) {
        List<PartitionWriter> all;
        synchronized (byTable) {
            all = List.copyOf(byTable.values());
        }
        // The lock is not held here, because these calls use the bus.
        all.forEach(partition -> partition.inFlight().onOwner(epoch));
    }

    /** Adds a control record to each table of this session. */
    void add(Function<PartitionWriter, ControlRecord> controlRecord) {
        subscribed.values().forEach(partition -> partition.add(controlRecord.apply(partition)));
    }

    /**
     * Returns the log position of the first table that has a log. Returns {@link LogPosition#NOWHERE} if no table has a
     * log.
     */
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
     * Returns the lag in ms: the age of the oldest row that the owner has not acknowledged. While the window is full, q
     * may queue rows that this process cannot see. The lag is then at least the time since the window became full. This
     * minimum applies until all rows that q has sent are applied. Any thread may call this.
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
     * Waits at most {@code stopTimeoutMs} until the owner has acknowledged all batches. Then stops all resends. Returns
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
