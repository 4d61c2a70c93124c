package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.q.wire.Connection;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** The world of one subscriber, until that is killed: then it does nothing for it any more. */
final class SimulatedHost implements SubscriberHost {
    private static final int ACKNOWLEDGE_DELAY_MS = 10;
    private static final Instant OWNERS_START = Instant.parse("2026-11-23T10:00:00Z");

    /** Ends a q thread where it waits, as the end of its process would. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final SimulatedTime time;
    private final SimulatedNetwork network;
    private final SimulatedBus bus;
    private final Consumer<JsonObject> statuses;
    private final Consumer<JsonObject> rejections;
    private final boolean pumps;
    private boolean killed;
    private long epoch;
    private LongConsumer ownerCame = owner -> {};

    /** @param pumps true if the q thread reads the socket, as over TLS; false if the shared reader thread does */
    SimulatedHost(
            SimulatedTime time,
            SimulatedNetwork network,
            SimulatedBus bus,
            Consumer<JsonObject> statuses,
            Consumer<JsonObject> rejections,
            boolean pumps) {
        this.time = time;
        this.network = network;
        this.bus = bus;
        this.statuses = statuses;
        this.rejections = rejections;
        this.pumps = pumps;
    }

    void kill() {
        killed = true;
    }

    Runnable whileAlive(Runnable action) {
        return () -> {
            if (!killed) {
                action.run();
            }
        };
    }

    @Override
    public String node() {
        return "simulated";
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public void onOwner(LongConsumer listener) {
        ownerCame = listener;
        bus.onOwner(this::owner);
    }

    /** Does with an announcement, or an answer, what {@link VertxSubscriberHost} does with it. */
    private void owner(long heard) {
        if (!killed && heard > epoch) {
            epoch = heard;
            ownerCame.accept(heard);
        }
    }

    @Override
    public long nanoTime() {
        return time.nowNanos();
    }

    @Override
    public Instant now() {
        return OWNERS_START.plusNanos(time.nowNanos());
    }

    @Override
    public Connection connection() {
        return network.connection();
    }

    @Override
    public int batchRowsBest() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void send(PartitionBatch batch) {
        if (!killed) {
            bus.send(batch);
        }
    }

    @Override
    public Future<AppendReply> requestPosition(PartitionBatch question) {
        return killed ? Future.failedFuture("killed") : bus.ask(this, question);
    }

    @Override
    public Future<PartitionState> open(OpenPartition opening) {
        return bus.open(this, opening)
                .onSuccess(here -> owner(here.partitionEpoch().epoch()));
    }

    @Override
    public void publish(String address, JsonObject event) {
        if (!killed) {
            switch (address) {
                case Addresses.STATUS -> statuses.accept(event);
                case Addresses.REJECTED -> rejections.accept(event);
                default -> {} // an event for operators
            }
        }
    }

    @Override
    public Registration acceptRows(Collection<String> tables, Function<Batch, Future<AppendReply>> publication) {
        return () -> {};
    }

    @Override
    public void after(long delayMs, Runnable action) {
        time.after((double) delayMs, whileAlive(action));
    }

    @Override
    public boolean await(BooleanSupplier condition, long timeoutMs) {
        boolean holds = time.await(() -> killed || condition.getAsBoolean(), timeoutMs);
        dieIfKilled();
        return holds;
    }

    private void dieIfKilled() {
        if (killed) {
            throw new Killed();
        }
    }

    @Override
    public void wake() {
        // conditions are looked at whenever something has happened
    }

    @Override
    public void read(Session session) throws IOException, InterruptedException {
        if (pumps) {
            session.readToEnd();
        } else {
            new Reading(session, (SimulatedConnection) session.connection()).run();
        }
    }

    /** Reads as {@link SocketPoller} does: never waiting for room, asking once in a while. */
    private final class Reading {
        private final Session session;
        private final SimulatedConnection connection;
        private final AtomicBoolean called = new AtomicBoolean(true);
        private boolean all;
        private long asksAtNanos = Long.MAX_VALUE;
        private long ticksAtNanos = tickNanos();

        Reading(Session session, SimulatedConnection connection) {
            this.session = session;
            this.connection = connection;
        }

        private long tickNanos() {
            return time.nowNanos() + ConnectionWatchdog.INSPECT_MS_MAX * 1_000_000L;
        }

        void run() throws IOException {
            session.onRoom(() -> called.set(true));
            while (true) {
                long waitNanos = Math.min(asksAtNanos, ticksAtNanos) - time.nowNanos();
                await(() -> called.get() || (all && connection.isReadable()), Math.max(0, waitNanos / 1_000_000 + 1));
                if (called.getAndSet(false)) {
                    takeAll();
                } else if (all && connection.isReadable()) {
                    if (session.readMore() < 0) {
                        return;
                    }
                    takeAll();
                }
                lookAfter();
            }
        }

        private void takeAll() throws IOException {
            all = session.pollAll();
            if (all && connection.isClosed()) {
                throw new ClosedChannelException();
            }
            if (asksAtNanos == Long.MAX_VALUE) {
                asksAtNanos = time.nowNanos() + ACKNOWLEDGE_DELAY_MS * 1_000_000L;
            }
        }

        private void lookAfter() throws IOException {
            if (time.nowNanos() >= asksAtNanos) {
                asksAtNanos = Long.MAX_VALUE;
                session.requestPositions();
            }
            if (time.nowNanos() >= ticksAtNanos) {
                ticksAtNanos = tickNanos();
                session.tick();
            }
        }
    }
}
