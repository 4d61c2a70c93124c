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
 * A subscriber: one connection to q, one q thread, rows to the table verticle. To be deployed as a worker.
 *
 * <p>Of several of the same name, on one node or on many, one runs, by a {@link Lease}; the others stand by, and one of them goes
 * on where it stood when it ends, dies, is frozen or cut off.
 *
 * <p>Deployment succeeds without a tickerplant; the subscriber then backs off, tries again, and says so on {@code
 * tickbus.status}. However it ends (undeploy, a failed start, the end of Vert.x), a close hook ends the q thread.
 *
 * <p>Deployed by class name it reads its configuration as JSON: one entry of {@code subscribers}.
 */
public final class SubscriberVerticle extends VerticleBase {
    /** What every q thread's name begins with; the subscriber's name follows. */
    public static final String Q_THREAD_PREFIX = "tickbus-q-";

    /** The reason in the status while another node may run the subscription already. */
    static final String IN_DOUBT = "this node cannot be sure that the subscription is still its own";

    private static final String LEASE_PREFIX = "subscriber/";

    private final @Nullable SubscriberConfig given;
    private @Nullable Lease lease;
    private volatile @Nullable QThread qThread; // while it runs here
    private @Nullable VertxSubscriberHost host;
    private volatile @Nullable SubscriberMeters meters;
    private String standingBy = "";

    /** For Vert.x's launcher: the configuration comes with the deployment. */
    public SubscriberVerticle() {
        this(null);
    }

    public SubscriberVerticle(@Nullable SubscriberConfig config) {
        this.given = config;
    }

    @Override
    public Future<?> start() {
        SubscriberConfig config = given != null
                ? given
                : SubscriberConfig.of(new JsonObject(config().encode()).getMap(), System.getenv());
        ReplicationCodecs.registerAll(vertx);
        EventLoopBus bus = new EventLoopBus(vertx);
        Lease ours = Lease.of(vertx, LEASE_PREFIX + config.name(), new Contender(config));
        lease = ours;
        ((ContextInternal) context)
                .addCloseHook(done -> stopped()
                        .onComplete(ended ->
                                context.runOnContext(turn -> ours.release().onComplete(done))));
        vertx.eventBus().<JsonObject>consumer(Addresses.OWNER, message -> ownerIs(message.body()));
        vertx.setPeriodic(Status.PERIOD_MS, timer -> publish(config, bus));
        return ours.contend().onSuccess(settled -> {
            if (qThread == null) {
                standingBy = "it runs on another node";
                publish(config, bus);
            }
        });
    }

    /** Between running and standing by. */
    private final class Contender implements Lease.Contender {
        private final SubscriberConfig config;

        Contender(SubscriberConfig config) {
            this.config = config;
        }

        @Override
        public Future<?> onAcquired(long epoch) {
            Lease ours = Objects.requireNonNull(lease);
            VertxSubscriberHost world =
                    new VertxSubscriberHost(vertx, config, () -> ours.isHeld() && ours.epoch() == epoch);
            QThread begun = new QThread(world, config);
            host = world;
            qThread = begun;
            meters = new SubscriberMeters(Meters.of(vertx), config.name(), begun);
            begun.start();
            return Future.succeededFuture();
        }

        @Override
        public Future<?> lost(String why) {
            standingBy = why;
            return stopped();
        }
    }

    /** Ends the q thread, if there is one; completes when it has ended. */
    private Future<Void> stopped() {
        QThread running = qThread;
        SubscriberMeters shown = meters;
        qThread = null;
        host = null;
        meters = null;
        if (shown != null) {
            shown.close();
        }
        return running == null ? Future.succeededFuture() : running.stop();
    }

    private void ownerIs(JsonObject owner) {
        VertxSubscriberHost world = host;
        if (world != null) {
            world.owner(owner.getLong("epoch"));
        }
    }

    private void publish(SubscriberConfig config, EventLoopBus bus) {
        QThread running = qThread;
        if (running != null && Objects.requireNonNull(lease).isHeld()) {
            running.publish();
        } else {
            Status status = Status.standby(
                    Status.SUBSCRIBER,
                    config.name(),
                    Clusters.nodeName(vertx),
                    running != null ? IN_DOUBT : standingBy());
            bus.publish(Addresses.STATUS, status.toJson());
        }
        SubscriberMeters shown = meters;
        if (shown != null) {
            shown.update();
        }
    }

    private String standingBy() {
        String obstacle = lease == null ? null : lease.obstacle();
        return obstacle == null ? standingBy : obstacle;
    }
}
