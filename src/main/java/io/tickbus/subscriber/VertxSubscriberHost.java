package io.tickbus.subscriber;

import io.tickbus.cluster.Clusters;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.q.Connection;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The world as it is: Vert.x's bus, the system's clock and sockets. */
final class VertxSubscriberHost implements SubscriberHost {
    /** Some half a megabyte: Vert.x collects a message from another node by copying it again and again, twice as long each time. */
    private static final int CLUSTERED_BATCH_ROWS = 16_384;

    private final Vertx vertx;
    private final BooleanSupplier mayRun;
    private final String node;
    private volatile long epoch;
    private volatile LongConsumer ownerCame = owner -> {};
    private final int messageBytesMax;
    private final DeliveryOptions inTime;
    private final EventLoopBus eventLoopBus;
    private volatile @Nullable Thread waiting;

    /** @param mayRun whether this is where the subscription runs at this moment, for certain */
    VertxSubscriberHost(Vertx vertx, SubscriberConfig config, BooleanSupplier mayRun) {
        this.vertx = vertx;
        this.mayRun = mayRun;
        this.node = Clusters.nodeName(vertx);
        this.messageBytesMax = config.connection().messageBytesMax();
        this.inTime = new DeliveryOptions().setSendTimeout(config.flow().acknowledgeTimeoutMs());
        this.eventLoopBus = new EventLoopBus(vertx);
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Connection connection() throws IOException {
        return new Connection(messageBytesMax);
    }

    @Override
    public void read(Session session) throws IOException, InterruptedException {
        if (session.connection().isSelectable()) {
            SocketPoller.of(vertx).read(session);
        } else {
            session.pump();
        }
    }

    @Override
    public int batchRowsBest() {
        return vertx.isClustered() ? CLUSTERED_BATCH_ROWS : Integer.MAX_VALUE;
    }

    @Override
    public void send(PartitionBatch batch) {
        vertx.eventBus().send(Addresses.append(batch.topic()), batch);
    }

    @Override
    public Future<AppendReply> requestPosition(PartitionBatch question) {
        return eventLoopBus.call(() -> vertx.eventBus()
                .<AppendReply>request(Addresses.append(question.topic()), question, inTime)
                .map(Message::body));
    }

    @Override
    public Future<PartitionState> open(OpenPartition opening) {
        if (!mayRun.getAsBoolean()) { // another node runs it, maybe, and must not lose its partitions to us
            return Future.failedFuture(SubscriberVerticle.IN_DOUBT);
        }
        return eventLoopBus
                .call(() -> vertx.eventBus()
                        .<PartitionState>request(OpenPartition.ADDRESS, opening, inTime)
                        .map(Message::body))
                .onSuccess(
                        partitionState -> owner(partitionState.partitionEpoch().epoch()));
    }

    @Override
    public void onOwner(LongConsumer listener) {
        ownerCame = listener;
    }

    /**
     * Notes which owner the tables have, and has all partitions turn to it if it is another one. An owner that was replaced may be
     * heard late, and is not noted. For any thread.
     *
     * @param heard the epoch of an owner that was announced, or has answered
     */
    void owner(long heard) {
        synchronized (this) {
            if (heard <= epoch) {
                return;
            }
            epoch = heard;
        }
        ownerCame.accept(heard);
        wake();
    }

    @Override
    public void publish(String address, JsonObject event) {
        eventLoopBus.publish(address, event);
    }

    @Override
    public Offer offer(Collection<String> tables, Function<Batch, Future<AppendReply>> publication) {
        List<MessageConsumer<Batch>> consumers = new ArrayList<>();
        for (String table : tables) {
            consumers.add(vertx.eventBus()
                    .consumer(
                            Addresses.publish(table),
                            message -> publication
                                    .apply(message.body())
                                    .onSuccess(message::reply)
                                    .onFailure(reason -> fail(message, reason))));
        }
        return () -> consumers.forEach(MessageConsumer::unregister);
    }

    private static void fail(Message<Batch> message, Throwable reason) {
        int code = reason instanceof ReplyException reply ? reply.failureCode() : -1;
        message.fail(code, String.valueOf(reason.getMessage()));
    }

    @Override
    public void after(long delayMs, Runnable action) {
        vertx.setTimer(delayMs, timer -> action.run());
    }

    @Override
    public boolean await(BooleanSupplier condition, long timeoutMs) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        waiting = Thread.currentThread(); // before the condition is looked at: who changes it next wakes us
        try {
            while (!condition.getAsBoolean()) {
                long leftNanos = endNanos - System.nanoTime();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (leftNanos <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, leftNanos);
            }
            return true;
        } finally {
            waiting = null;
        }
    }

    @Override
    public void wake() {
        LockSupport.unpark(waiting);
    }
}
