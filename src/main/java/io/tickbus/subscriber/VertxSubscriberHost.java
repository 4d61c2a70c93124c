package io.tickbus.subscriber;

import io.tickbus.cluster.Clusters;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.q.wire.Connection;
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

/** The real environment of a subscriber. It uses Vert.x's bus, the system's clock, and sockets. */
final class VertxSubscriberHost implements SubscriberHost {
    /**
     * The best number of rows in a batch for another node. A batch of this size has about half a megabyte. The
     * receiving Vert.x copies the buffer of a larger message several times.
     */
    private static final int CLUSTERED_BATCH_ROWS = 16_384;

    private final Vertx vertx;
    private final BooleanSupplier mayRun;
    private final String node;
    private volatile long epoch;
    private volatile LongConsumer ownerListener = owner -> {};
    private final int messageBytesMax;
    private final DeliveryOptions requestOptions;
    private final EventLoopBus eventLoopBus;
    private volatile @Nullable Thread waitingThread;

    /** @param mayRun true if this node certainly holds the subscriber's lease at this moment */
    VertxSubscriberHost(Vertx vertx, SubscriberConfig config, BooleanSupplier mayRun) {
        this.vertx = vertx;
        this.mayRun = mayRun;
        this.node = Clusters.nodeName(vertx);
        this.messageBytesMax = config.connection().messageBytesMax();
        this.requestOptions = new DeliveryOptions().setSendTimeout(config.flow().acknowledgeTimeoutMs());
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
            session.readToEnd();
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
    public Future<AppendReply> requestPosition(PartitionBatch request) {
        return eventLoopBus.call(() -> vertx.eventBus()
                .<AppendReply>request(Addresses.append(request.topic()), request, requestOptions)
                .map(Message::body));
    }

    @Override
    public Future<PartitionState> open(OpenPartition request) {
        // If the lease is in doubt, another node may run this subscriber. Opening a partition here would fence the
        // subscriber of the other node.
        if (!mayRun.getAsBoolean()) {
            return Future.failedFuture(SubscriberVerticle.IN_DOUBT);
        }
        return eventLoopBus
                .call(() -> vertx.eventBus()
                        .<PartitionState>request(OpenPartition.ADDRESS, request, requestOptions)
                        .map(Message::body))
                .onSuccess(partitionState ->
                        onEpoch(partitionState.partitionEpoch().epoch()));
    }

    @Override
    public void onOwner(LongConsumer listener) {
        ownerListener = listener;
    }

    /**
     * Records the epoch of the tables' owner. If the epoch is new, all partitions request their state from the new
     * owner. A lower epoch comes from a late message of an earlier owner, and is ignored. Any thread may call this.
     *
     * @param ownerEpoch the epoch of an owner that has announced itself or has replied
     */
    void onEpoch(long ownerEpoch) {
        synchronized (this) {
            if (ownerEpoch <= epoch) {
                return;
            }
            epoch = ownerEpoch;
        }
        ownerListener.accept(ownerEpoch);
        wake();
    }

    @Override
    public void publish(String address, JsonObject event) {
        eventLoopBus.publish(address, event);
    }

    @Override
    public Registration acceptRows(Collection<String> tables, Function<Batch, Future<AppendReply>> append) {
        List<MessageConsumer<Batch>> consumers = new ArrayList<>();
        for (String table : tables) {
            consumers.add(vertx.eventBus()
                    .consumer(
                            Addresses.publish(table),
                            message -> append.apply(message.body())
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
        // The thread is set before the condition is tested, because any later change must wake it.
        waitingThread = Thread.currentThread();
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
            waitingThread = null;
        }
    }

    @Override
    public void wake() {
        LockSupport.unpark(waitingThread);
    }
}
