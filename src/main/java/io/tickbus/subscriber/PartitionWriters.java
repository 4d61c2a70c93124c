package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.event.Failure;
import io.tickbus.q.Frames;
import io.tickbus.q.Schema;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The partitions of one subscriber, a table each; they outlive its connections, so that positions go on. For the thread that reads. */
final class PartitionWriters {
    /** How long to wait for room before something else is seen to, in ms. */
    private static final int CHORE_MS = 20;
    /** How long to wait for acknowledgements before they are asked for again, in ms. */
    private static final int SETTLE_MS = 100;
    /** Troubles that are named in a status; the others are counted. */
    private static final int TROUBLES_NAMED_MAX = 3;

    /** What is to be seen to while the q thread waits for room. */
    @FunctionalInterface
    interface Chore {
        void run() throws IOException;
    }

    private final SubscriberHost host;
    private final SubscriberConfig config;
    private final SubscriberCounters counters;
    private final RejectionReporter rejections;
    private final InFlightWindow window;
    private final BooleanSupplier stopping;
    private final Runnable lostRows;
    private volatile @Nullable Long heldUpNanos; // since when q may have rows that there was no room for
    private @Nullable PartitionWriter last;
    private final Map<String, PartitionWriter> byTable = new LinkedHashMap<>(); // of all sessions
    private final Map<String, PartitionWriter> subscribed = new LinkedHashMap<>(); // of this one
    private final Map<String, MissingRows> missingByTable = new HashMap<>(); // of all sessions, whatever the columns
    private final PublishedCount count = new PublishedCount();
    private final Set<String> strangers = new HashSet<>();
    private final RefusedTables refused;

    /**
     * @param stopping true when nobody shall wait here any more
     * @param lostRows called, on any thread, when the owner does not have what it had acknowledged
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
        this.counters = counters;
        this.rejections = rejections;
        this.window = new InFlightWindow(
                config.flow().inFlightRowsMax(), config.flow().inFlightBytesMax(), host::wake);
        this.stopping = stopping;
        this.lostRows = lostRows;
        this.refused = new RefusedTables(host, config.name(), counters, rejections);
    }

    /**
     * Opens the partition of a table with its owner, and begins where that stands. Nothing is in flight then. Returns null when
     * the table cannot be brought as it is: it is one of the {@link #refused} then, until the next session.
     *
     * @throws IOException when no owner answers
     */
    @Nullable
    PartitionState open(SubscribeProtocol.Subscribed wanted) throws IOException, InterruptedException {
        String table = wanted.table();
        if (!wanted.isUsable()) {
            refused.add(table, null, wanted.unusable());
            return null;
        }
        Schema schema = wanted.schema();
        PartitionWriter known = byTable.get(table);
        PartitionWriter partition = known != null && known.schema().equals(schema) ? known : partition(table, schema);
        Future<PartitionState> opened = opened(partition.inFlight()::open);
        if (opened.failed()) {
            Throwable cause = opened.cause();
            String reason = "table " + table + " could not be opened at its owner: " + cause.getMessage();
            if (!Failure.SCHEMA.isCauseOf(cause) && !Failure.LIMIT.isCauseOf(cause)) {
                throw new IOException(reason, cause);
            }
            synchronized (byTable) {
                byTable.remove(table); // nothing of it is in flight, and the owner is not asked for it as it was
            }
            refused.add(table, schema, reason);
            return null;
        }
        PartitionState here = opened.result();
        partition.start(here);
        synchronized (byTable) {
            byTable.put(table, partition);
        }
        partition.inFlight().ownerCame(host.epoch()); // which may have been announced since this one answered
        subscribed.put(table, partition);
        strangers.remove(table);
        return here;
    }

    private PartitionWriter partition(String table, Schema schema) {
        TableCounters ours = counters.of(table);
        InFlight inFlight = new InFlight(host, table, config.name(), schema, window, ours, rejections, lostRows);
        boolean bareRows = config.subscription() instanceof SubscriptionConfig.Expression;
        int batchRowsMax = Math.min(config.flow().batchRowsMax(), host.batchRowsBest());
        UnrequestedRows foreign = new UnrequestedRows(table, new SubscribedSyms(schema, syms()), ours, rejections);
        MissingRows missing =
                missingByTable.computeIfAbsent(table, first -> new MissingRows(host, table, ours, rejections));
        PushChecks checks = new PushChecks(count);
        return new PartitionWriter(
                table, schema, bareRows, foreign, missing, checks, batchRowsMax, window, ours, rejections, inFlight);
    }

    private List<String> syms() {
        return config.subscription() instanceof SubscriptionConfig.Tables tables ? tables.syms() : List.of();
    }

    private Future<PartitionState> opened(Supplier<Future<PartitionState>> open)
            throws IOException, InterruptedException {
        Future<PartitionState> opened = open.get();
        while (!opened.isComplete()) {
            Future<PartitionState> asked = opened;
            asked.onComplete(answered -> host.wake());
            long owner = host.epoch();
            host.await(
                    () -> asked.isComplete() || stopping.getAsBoolean() || host.epoch() != owner,
                    Long.MAX_VALUE / 1_000_000);
            if (!asked.isComplete()) {
                requireGoingOn();
                opened = open.get(); // of another owner, who is not the one that was asked
            }
        }
        return opened;
    }

    /** The tables of this session that cannot be brought. */
    RefusedTables refused() {
        return refused;
    }

    /**
     * Lets the tables take the next messages in their usual shapes, the last one's table first; false when the next message is
     * none of these.
     */
    boolean decode(Frames frames) {
        if (last != null && last.decode(frames)) {
            return true;
        }
        for (PartitionWriter partition : subscribed.values()) {
            if (partition != last && partition.decode(frames)) {
                last = partition;
                return true;
            }
        }
        return false;
    }

    /** Of a table of this session: the rows of another may be those that an earlier session has brought. */
    @Nullable
    PartitionWriter find(String table) {
        return subscribed.get(table);
    }

    /** Whether a table that was not there may be when all are subscribed to anew: it may be asked once, until it was. */
    boolean mayBeNew(String table) {
        boolean all = config.subscription() instanceof SubscriptionConfig.Tables tables
                && tables.names().isEmpty();
        return all && strangers.add(table);
    }

    /** The tables, as q has them. */
    Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        subscribed.forEach((table, partition) -> schemas.put(table, partition.schema()));
        return schemas;
    }

    Set<String> names() {
        return subscribed.keySet();
    }

    /** Nobody waits for the owner from now on; for any thread. */
    void close() {
        window.close();
    }

    /** Sends what was gathered; false when the window has no room for all of it. */
    boolean flush() {
        boolean all = true;
        for (PartitionWriter partition : byTable.values()) {
            all &= partition.flush();
        }
        if (!all) {
            requestPositions(); // what is in the way may be too little for its own partition to ask
        }
        return all;
    }

    /**
     * Sends what was gathered, waiting for room; in between there is something else to do every so often.
     */
    void flushAll(Chore chore) throws IOException, InterruptedException {
        while (!flush()) {
            host.await(() -> !window.isFull(), CHORE_MS);
            chore.run();
        }
    }

    /** Notes that a message was rejected that may have held rows of any table. */
    void mayMiss(String reason) {
        subscribed.values().forEach(partition -> partition.miss(LogPosition.UNKNOWN, reason));
    }

    /**
     * Tells the owner of rows that are missing.
     *
     * @param atOnce whether all is told; else of each table not more often than {@link MissingRows#TOLD_EVERY_MS}
     */
    void publishMissing(boolean atOnce) {
        byTable.values().forEach(partition -> partition.publishMissing(atOnce));
    }

    /** Whether the owner is to be told of missing rows by now. For any thread. */
    boolean isMissingDue() {
        synchronized (byTable) {
            return byTable.values().stream()
                    .anyMatch(partition -> partition.missing().isDue());
        }
    }

    /** Returns what an operator is to know of the rows of all tables; empty when all is well. For any thread. */
    String trouble() {
        List<String> all = new ArrayList<>();
        synchronized (byTable) {
            for (PartitionWriter partition : byTable.values()) {
                String missing = partition.missing().text();
                long foreign = partition.foreign().rows();
                if (!missing.isEmpty()) {
                    all.add(partition.table() + " misses " + missing + " that did not fit");
                }
                if (foreign > 0) {
                    all.add(foreign + " rows of " + partition.table() + " had other syms than were asked for");
                }
            }
        }
        int more = all.size() - TROUBLES_NAMED_MAX;
        String named = String.join("; ", all.subList(0, Math.min(all.size(), TROUBLES_NAMED_MAX)));
        return more > 0 ? named + "; and " + more + " more" : named;
    }

    /** Ends a session: waits until the owner has what was sent, or it is known that it has lost it. */
    void settle() throws IOException, InterruptedException {
        checkExpected();
        publishMissing(true);
        flushAll(() -> {});
        requestPositions();
        while (!stopping.getAsBoolean() && !host.await(() -> isSettled() || stopping.getAsBoolean(), SETTLE_MS)) {
            requestPositions();
        }
        byTable.values().forEach(partition -> partition.inFlight().rest());
        caughtUp();
        subscribed.clear();
        refused.clear();
        last = null;
    }

    /** Whether nothing is in flight. */
    boolean isSettled() {
        return byTable.values().stream()
                .allMatch(partition -> partition.inFlight().isSettled());
    }

    /** Whether what is not taken now could be had again. */
    boolean areReplayable() {
        return subscribed.values().stream()
                .allMatch(partition -> partition.inFlight().isReplayable());
    }

    /**
     * To be called by whoever works long.
     *
     * @throws IOException when it is to stop
     */
    void requireGoingOn() throws IOException {
        if (stopping.getAsBoolean()) {
            throw new IOException("stopping");
        }
    }

    /** Asks for an acknowledgement of what was sent. */
    void requestPositions() {
        byTable.values().forEach(partition -> partition.inFlight().requestPosition());
    }

    /** Says what is missing of the rows that should have been pushed first. */
    void checkExpected() {
        long now = host.nanoTime();
        subscribed.values().forEach(partition -> partition.checkExpected(now));
    }

    /** Says what is missing of the rows that should have been pushed first, before their log ends. */
    void expectNoMore() {
        subscribed.values().forEach(PartitionWriter::expectNoMore);
        checkExpected(); // once more for all: the last one may have proved the count wrong
    }

    /** Asks whether the owner stands where it should, and has the thread that reads look at what it expects. */
    void check() {
        if (byTable.values().stream().anyMatch(partition -> partition.checks().isExpecting())) {
            window.poke();
        }
        byTable.values().forEach(partition -> partition.inFlight().check());
    }

    /** The tables have another owner: what was asked of the one before is not waited for. For any thread. */
    void ownerCame(long epoch) {
        synchronized (byTable) {
            byTable.values().forEach(partition -> partition.inFlight().ownerCame(epoch));
        }
    }

    /** Takes a mark into each. */
    void add(Function<PartitionWriter, ControlRecord> mark) {
        subscribed.values().forEach(partition -> partition.add(mark.apply(partition)));
    }

    /** The log that the rows that are taken now stand in, as far as it is known. */
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

    /** There is no room for what came: from now on q may have more, which nobody has seen. */
    void onNoRoom() {
        if (heldUpNanos == null) {
            heldUpNanos = host.nanoTime();
        }
    }

    /** Whether q may have rows since the window was full, until {@link #caughtUp}. */
    boolean isHeldUp() {
        return heldUpNanos != null;
    }

    /** All that q has sent is taken, or it is gone. */
    void caughtUp() {
        heldUpNanos = null;
    }

    /**
     * The age of the oldest row that the owner has not acknowledged, in ms. Since q's queue cannot be seen into, rows may be as
     * old as the time from which on there was no room for them, until all that q has sent is taken. For any thread.
     */
    long lagMs() {
        long now = host.nanoTime();
        Long heldUp = heldUpNanos;
        long oldest = heldUp == null ? now : heldUp;
        synchronized (byTable) {
            for (PartitionWriter partition : byTable.values()) {
                oldest = Math.min(oldest, partition.inFlight().oldestNanos(now));
            }
        }
        return (now - oldest) / 1_000_000;
    }

    /** Waits until the owner has acknowledged everything, and sends nothing again after that; false when it took too long. */
    boolean drain() throws InterruptedException {
        requestPositions();
        try {
            return host.await(window::isEmpty, config.stopTimeoutMs());
        } finally {
            byTable.values().forEach(partition -> partition.inFlight().close());
        }
    }
}
