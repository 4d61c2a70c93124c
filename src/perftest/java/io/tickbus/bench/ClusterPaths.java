package io.tickbus.bench;

import io.tickbus.config.FlowConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.event.Status;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.wire.Message;
import io.tickbus.subscriber.SubscriberVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.impl.MessageImpl;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The paths of {@link Cluster}: prepared Buffers, Buffers from a socket, and Tickbus. */
final class ClusterPaths {
    private static final int LIVE_SECONDS_MAX = 60;
    private static final int SOCKET_BYTES = 1 << 20;
    private static final int REPLAYED_ROWS_PER_MS = 80_000; // rows of a round; so many that the time to connect does not matter
    private static final long LOOK_NANOS = 20_000;

    private final Vertx vertx;
    private final OwnerProcess owner;
    private final SenderProcess sender;
    private @Nullable LoggedTickerplant tickerplant;
    private @Nullable Shape logged;

    ClusterPaths(Vertx vertx, OwnerProcess owner, SenderProcess sender) {
        this.vertx = vertx;
        this.owner = owner;
        this.sender = sender;
    }

    /** Returns the default limit of a subscriber's unacknowledged rows. */
    static int windowRows() {
        return subscriber(1, 1).flow().inFlightRowsMax();
    }

    /** Returns the configuration of a subscriber of the sender, which has no log. */
    static SubscriberConfig subscriber(int port, int batchRowsMax) {
        return subscriber(port, batchRowsMax, "none");
    }

    private static SubscriberConfig subscriber(int port, int batchRowsMax, String replay) {
        return SubscriberConfig.of(
                Map.of(
                        "name", "bench",
                        "port", port,
                        "tables", List.of("trade"),
                        "replay", replay,
                        "batchRowsMax", batchRowsMax),
                Map.of());
    }

    /** Returns the length of a batch of a shape between nodes, in bytes. */
    int batchBytes(Shape shape) {
        Shape.Ring ring = shape.ring();
        byte[] first = Arrays.copyOf(ring.bytes(), ring.messageBytes());
        Flip rows = (Flip) ((GeneralList) Message.decode(first).value()).valueAt(2);
        PartitionBatch batch = new PartitionBatch("trade", "bench", new PartitionEpoch(System.currentTimeMillis(), 1), 0, rows);
        Promise<Integer> bytes = Promise.promise();
        Handler<DeliveryContext<PartitionBatch>> look = context -> {
            if (context.body() == batch && context.message() instanceof MessageImpl<?, PartitionBatch> message) {
                @SuppressWarnings("unchecked") // the codec of the sent body
                MessageCodec<PartitionBatch, ?> codec = (MessageCodec<PartitionBatch, ?>) message.codec();
                Buffer wire = Buffer.buffer();
                codec.encodeToWire(wire, batch);
                bytes.tryComplete(wire.length());
            }
            context.next();
        };
        vertx.eventBus().addOutboundInterceptor(look);
        vertx.eventBus().send("tickbus.bench.nobody", batch);
        int found = bytes.future().await();
        vertx.eventBus().removeOutboundInterceptor(look); // without this interceptor the measured messages would pass through it
        return found;
    }

    /** Sends one prepared Buffer repeatedly. Nothing is read or encoded. */
    ClusterPath.Leg bus(Shape shape, int sendMs) throws IOException {
        int bytes = batchBytes(shape);
        Buffer message = Buffer.buffer(new byte[bytes]);
        WindowedSender plain = new WindowedSender(vertx, bytes, shape.rowsPerMessage(), windowRows());
        Clock clock = new Clock(owner);
        while (System.nanoTime() - clock.startNanos < TimeUnit.MILLISECONDS.toNanos(sendMs)) {
            plain.send(message);
        }
        return clock.leg(plain.finish(), owner.say("cpu"));
    }

    /** Forwards each message from the sender's socket as a Buffer, without decoding it. */
    ClusterPath.Leg forward(Shape shape, int sendMs) throws Exception {
        sender.prepare(Order.fullSpeed(shape, sendMs));
        int bytes = shape.ring().messageBytes();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sender.port())) {
            InputStream in = new BufferedInputStream(SocketReceiver.Drain.subscribe(socket, shape), SOCKET_BYTES);
            sender.awaitReady();
            WindowedSender plain = new WindowedSender(vertx, bytes, shape.rowsPerMessage(), windowRows());
            Clock clock = new Clock(owner);
            sender.go();
            CompletableFuture<Long> sent = CompletableFuture.supplyAsync(this::messagesSent);
            long forwarded = 0;
            while (!sent.isDone() || forwarded < sent.get()) {
                if (in.available() > 0) {
                    plain.send(Buffer.buffer(in.readNBytes(bytes)));
                    forwarded++;
                } else {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
            return clock.leg(plain.finish(), owner.say("cpu"));
        } finally {
            sender.done();
        }
    }

    /**
     * Runs a subscriber here and the tables in the other process, which checks every row. Each message of the sender
     * is a batch.
     */
    ClusterPath.Leg tickbus(Shape shape, int sendMs) throws Exception {
        return tickbus(shape, sendMs, shape.rowsPerMessage());
    }

    /** Like {@link #tickbus}, but with the default settings: messages that arrive together leave as one batch. */
    ClusterPath.Leg gathered(Shape shape, int sendMs) throws Exception {
        return tickbus(shape, sendMs, FlowConfig.BATCH_ROWS);
    }

    private ClusterPath.Leg tickbus(Shape shape, int sendMs, int batchRowsMax) throws Exception {
        sender.prepare(Order.fullSpeed(shape, sendMs));
        owner.say("table");
        String deployed = subscribe(subscriber(sender.port(), batchRowsMax));
        sender.awaitReady();
        Clock clock = new Clock(owner);
        sender.go();
        long messages = messagesSent();
        long rows = messages * shape.rowsPerMessage();
        ClusterPath.Leg leg = clock.leg(rows, owner.say("await " + rows));
        owner.say("check " + rows + " " + shape.ring().checksum(messages));
        vertx.undeploy(deployed).await();
        sender.done();
        owner.say("end");
        return leg;
    }

    /**
     * Replays these rows from a tickerplant's log, as after a takeover. The time begins with the connect, and no
     * other process takes part.
     */
    ClusterPath.Leg replayed(Shape shape, int sendMs) throws Exception {
        LoggedTickerplant known = tickerplant;
        if (known == null || !shape.equals(logged)) {
            closeLog();
            known = new LoggedTickerplant(vertx, shape, (long) sendMs * REPLAYED_ROWS_PER_MS);
            tickerplant = known;
            logged = shape;
        }
        long rows = known.messages() * shape.rowsPerMessage();
        owner.say("table");
        Clock clock = new Clock(owner);
        String deployed = subscribe(subscriber(known.port(), FlowConfig.BATCH_ROWS, "file"));
        ClusterPath.Leg leg = clock.leg(rows, owner.say("await " + rows));
        owner.say("check " + rows + " " + shape.ring().checksum(known.messages()));
        vertx.undeploy(deployed).await();
        owner.say("end");
        return leg;
    }

    void closeLog() throws IOException {
        if (tickerplant != null) {
            tickerplant.close();
        }
    }

    /** Deploys a subscriber, and waits until it is LIVE. */
    String subscribe(SubscriberConfig config) throws Exception {
        CountDownLatch live = new CountDownLatch(1);
        AtomicReference<String> last = new AtomicReference<>("silent");
        MessageConsumer<JsonObject> statuses = vertx.eventBus().consumer(Addresses.STATUS, message -> {
            Status status = Status.of(message.body());
            if (status.part().equals(Status.SUBSCRIBER)) {
                last.set(status.state() + ", " + status.reason());
                if (status.state().equals("LIVE")) {
                    live.countDown();
                }
            }
        });
        statuses.completion().await();
        DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        String deployed =
                vertx.deployVerticle(new SubscriberVerticle(config), worker).await();
        if (!live.await(LIVE_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the subscriber is not live: " + last);
        }
        statuses.unregister().await();
        return deployed;
    }

    long messagesSent() {
        try {
            return sender.awaitSent()[0];
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** The start of a round, and the processor times of both nodes at the start. */
    private static final class Clock {
        private final long ownerCpuNanos;
        private final long cpuNanos = ProcessCpu.nanos();
        private final long startNanos = System.nanoTime();

        Clock(OwnerProcess owner) throws IOException {
            this(owner.say("cpu"));
        }

        private Clock(long ownerCpuNanos) {
            this.ownerCpuNanos = ownerCpuNanos;
        }

        ClusterPath.Leg leg(long rows, long ownerCpuNanosNow) {
            return new ClusterPath.Leg(
                    rows,
                    System.nanoTime() - startNanos,
                    ProcessCpu.nanos() - cpuNanos,
                    ownerCpuNanosNow - ownerCpuNanos);
        }
    }
}
