package io.tickbus.store;

import io.tickbus.cluster.Clusters;
import io.tickbus.cluster.Lease;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.event.Status;
import io.tickbus.replication.ReplicationCodecs;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verticle that can own the tables of a cluster. The owner answers requests at the table addresses of {@link
 * Addresses}. Only the owner writes the tables, so they need no lock. Each request runs in one event loop callback. The
 * limits of the configuration bound the work of a request.
 *
 * <p>A {@link Lease} makes one table verticle of the cluster the owner. All other table verticles are standbys and hold
 * no rows. A standby becomes the owner when the owner stops, dies, is suspended or is cut off from the cluster. The new
 * owner begins with empty tables, and publishes its node on {@link Addresses#OWNER}. Subscribers send all rows to the
 * new owner again.
 *
 * <p>If the verticle is deployed by class name, its configuration is JSON with the keys {@code tables} and {@code
 * store}.
 */
public final class TableVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(TableVerticle.class);
    private static final String NAME = "tables";
    private static final int LINGER_MS = 50;
    /**
     * The interval between checks of the lease, in ms. The interval is short, because doubt about ownership must be
     * published before another node becomes the owner.
     */
    private static final int LEASE_CHECK_MS = 100;

    private static final String IN_DOUBT = "this node cannot be sure that it still owns the tables";

    private final @Nullable StoreConfig given;
    private @Nullable Lease lease;
    private @Nullable Ownership ownership;
    private Future<?> abandoned = Future.succeededFuture();
    private String node = "";
    private String state = Status.STANDBY;
    private String reason = "";
    private boolean isSure; // True if ownership was certain when the status was last published

    /** Creates a verticle for Vert.x's launcher. Its configuration comes from the deployment options. */
    public TableVerticle() {
        this(null);
    }

    /**
     * Creates a verticle.
     *
     * @param config the configuration; null to read the deployment options
     */
    public TableVerticle(@Nullable StoreConfig config) {
        this.given = config;
    }

    /** {@return the context of the verticle} Verticles that are deployed on this context stop before this verticle. */
    public Context context() {
        return context;
    }

    /** Starts the verticle. The future completes when the tables are ready, on this node or on another node. */
    @Override
    public Future<?> start() {
        StoreConfig config = given != null ? given : StoreConfig.of(new JsonObject(config().encode()).getMap());
        ReplicationCodecs.registerAll(vertx);
        node = Clusters.nodeName(vertx);
        Lease contended = Lease.of(vertx, NAME, new Contender(config));
        lease = contended;
        vertx.setPeriodic(Status.PERIOD_MS, timer -> publish());
        vertx.setPeriodic(LEASE_CHECK_MS, timer -> {
            if (isSure != contended.isHeld()) {
                publish();
            }
        });
        return contended.contend().onSuccess(settled -> {
            if (ownership == null) {
                String obstacle = contended.obstacle();
                setState(Status.STANDBY, obstacle == null ? "another node owns the tables" : obstacle);
            }
        });
    }

    /** Makes this verticle the owner when it gets the lease, and a standby when it loses the lease. */
    private final class Contender implements Lease.Contender {
        private final StoreConfig config;

        Contender(StoreConfig config) {
            this.config = config;
        }

        @Override
        public Future<?> onAcquired(long epoch) {
            Lease contended = Objects.requireNonNull(lease);
            Ownership acquired =
                    new Ownership(vertx, config, epoch, () -> contended.isHeld() && contended.epoch() == epoch);
            ownership = acquired;
            return acquired.start().onSuccess(ready -> {
                if (ownership == acquired) {
                    setState(Status.LIVE, "tables are ready");
                }
            });
        }

        @Override
        public Future<?> lost(String why) {
            Ownership over = ownership;
            ownership = null;
            setState(Status.STANDBY, why);
            abandoned = over == null ? Future.succeededFuture() : over.abandon();
            return abandoned;
        }
    }

    /**
     * Stops the verticle. The verticle answers requests for {@link #LINGER_MS} ms more. In this time, stopping
     * subscribers can ask whether their last rows were applied.
     */
    @Override
    public Future<?> stop() {
        Ownership last = ownership;
        if (lease == null || last == null) {
            return lease == null ? Future.succeededFuture() : abandoned.eventually(lease::release);
        }
        return Future.all(last.close(), vertx.timer(LINGER_MS, TimeUnit.MILLISECONDS))
                .eventually(last::unlisten)
                .eventually(lease::release)
                .onSuccess(over -> setState(Status.STOPPED, "undeployed"));
    }

    private void setState(String next, String why) {
        Ownership current = ownership;
        LOG.atInfo()
                .addKeyValue("state", next)
                .addKeyValue("epoch", current == null ? 0 : current.epoch())
                .addKeyValue("reason", why)
                .log("tables moved");
        state = next;
        reason = why;
        publish();
    }

    private String reason() {
        String obstacle = lease == null ? null : lease.obstacle();
        return state.equals(Status.STANDBY) && obstacle != null ? obstacle : reason;
    }

    private void publish() {
        Ownership current = ownership;
        isSure = Objects.requireNonNull(lease).isHeld();
        boolean live = state.equals(Status.LIVE);
        boolean isInDoubt = live && !isSure;
        MemoryStatus memory = current == null ? null : current.inspect();
        long epoch = current == null ? 0 : current.epoch();
        long applied = current == null ? 0 : current.applied();
        long rejected = current == null ? 0 : current.rejected();
        Shortfall shortfall = current == null ? Shortfall.NONE : current.shortfall();
        Status status = Status.ofTables(
                NAME,
                node,
                epoch,
                isInDoubt ? Status.STANDBY : state,
                isInDoubt ? IN_DOUBT : reason(),
                applied,
                rejected,
                shortfall,
                memory);
        if (live && isSure) {
            vertx.eventBus()
                    .publish(
                            Addresses.OWNER,
                            new JsonObject().put("epoch", epoch).put("node", node));
        }
        vertx.eventBus().publish(Addresses.STATUS, status.toJson());
    }
}
