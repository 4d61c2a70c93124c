package io.tickbus.subscriber;

import io.tickbus.cluster.Clusters;
import io.tickbus.cluster.Lease;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.metrics.Meters;
import io.tickbus.replication.ReplicationCodecs;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one connection to q and sends the rows to the table verticle. Deploy it as a worker.
 *
 * <p>If several subscribers have the same name, in one JVM or in a cluster, only one of them runs. The running
 * subscriber holds a {@link Lease}, and the others are standbys. If the node of the running subscriber stops, freezes
 * or loses the network, a standby continues at the subscriber's position.
 *
 * <p>Deployment succeeds even if the tickerplant cannot be reached. The subscriber retries after a delay, and publishes
 * its state on {@code tickbus.status}. A close hook ends the q thread after an undeploy, after a failed start, and when
 * Vert.x is closed.
 *
 * <p>If the verticle is deployed by its class name, it reads its configuration as JSON. The JSON looks like an entry of
 * {@code subscribers}.
 */
public final class SubscriberVerticle extends VerticleBase {
    /** Prefix of the name of each q thread. The subscriber's name follows the prefix. */
    public static final String Q_THREAD_PREFIX = "tickbus-q-";

    /** The reason in the status while this node's lease is in doubt. */
    static final String IN_DOUBT = "this node cannot be sure that the subscription is still its own";

    private static final String LEASE_PREFIX = "subscriber/";

    private final @Nullable SubscriberConfig givenConfig;
    private @Nullable Lease lease;
    private volatile @Nullable QThread qThread; // null while another node runs the subscription
    private @Nullable VertxSubscriberHost host;
    private volatile @Nullable SubscriberMeters meters;
    private String standbyReason = "";

    /** Creates a verticle for Vert.x's launcher. It reads its configuration from the deployment options. */
    public SubscriberVerticle() {
        this(null);
    }

    /**
     * Creates a verticle.
     *
     * @param config the configuration; null to read it from the deployment options
     */
    public SubscriberVerticle(@Nullable SubscriberConfig config) {
        this.givenConfig = config;
    }

    @Override
    public Future<?> start() {
        SubscriberConfig config = givenConfig != null
                ? givenConfig
                : SubscriberConfig.of(new JsonObject(config().encode()).getMap(), System.getenv());
        ReplicationCodecs.registerAll(vertx);
        EventLoopBus bus = new EventLoopBus(vertx);
        Lease ownLease = Lease.of(vertx, LEASE_PREFIX + config.name(), new Contender(config));
        lease = ownLease;
        ((ContextInternal) context)
                .addCloseHook(done -> stopThread()
                        .onComplete(ended ->
                                context.runOnContext(turn -> ownLease.release().onComplete(done))));
        vertx.eventBus().<JsonObject>consumer(Addresses.OWNER, message -> onOwner(message.body()));
        vertx.setPeriodic(Status.PERIOD_MS, timer -> publish(config, bus));
        return ownLease.contend().onSuccess(settled -> {
            if (qThread == null) {
                standbyReason = "it runs on another node";
                publish(config, bus);
            }
        });
    }

    /** Starts the q thread when the lease is acquired. Ends the thread when the lease is lost. */
    private final class Contender implements Lease.Contender {
        private final SubscriberConfig config;

        Contender(SubscriberConfig config) {
            this.config = config;
        }

        @Override
        public Future<?> onAcquired(long epoch) {
            Lease ownLease = Objects.requireNonNull(lease);
            VertxSubscriberHost currentHost =
                    new VertxSubscriberHost(vertx, config, () -> ownLease.isHeld() && ownLease.epoch() == epoch);
            QThread newThread = new QThread(currentHost, config);
            host = currentHost;
            qThread = newThread;
            meters = new SubscriberMeters(Meters.of(vertx), config.name(), newThread);
            newThread.start();
            return Future.succeededFuture();
        }

        @Override
        public Future<?> lost(String why) {
            standbyReason = why;
            return stopThread();
        }
    }

    /** Ends the q thread, if there is one. Completes when the thread has ended. */
    private Future<Void> stopThread() {
        QThread current = qThread;
        SubscriberMeters currentMeters = meters;
        qThread = null;
        host = null;
        meters = null;
        if (currentMeters != null) {
            currentMeters.close();
        }
        return current == null ? Future.succeededFuture() : current.stop();
    }

    private void onOwner(JsonObject owner) {
        VertxSubscriberHost currentHost = host;
        if (currentHost != null) {
            currentHost.onEpoch(owner.getLong("epoch"));
        }
    }

    private void publish(SubscriberConfig config, EventLoopBus bus) {
        QThread current = qThread;
        if (current != null && Objects.requireNonNull(lease).isHeld()) {
            current.publish();
        } else {
            Status status = Status.standby(
                    Status.SUBSCRIBER,
                    config.name(),
                    Clusters.nodeName(vertx),
                    current != null ? IN_DOUBT : standbyReason());
            bus.publish(Addresses.STATUS, status.toJson());
        }
        SubscriberMeters currentMeters = meters;
        if (currentMeters != null) {
            currentMeters.update();
        }
    }

    private String standbyReason() {
        String obstacle = lease == null ? null : lease.obstacle();
        return obstacle == null ? standbyReason : obstacle;
    }
}
