package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/**
 * A period in which this node owns the tables, under one epoch. {@link TableVerticle} creates an instance when it gets
 * the lease. The tables are empty at first, and subscribers fill them. Only the owner's thread uses this class.
 */
final class Ownership {
    private final long epoch;
    private final VertxStoreHost host;
    private final Topics topics;
    private final RequestGuard requestGuard;
    private final BusEndpoints busEndpoints;
    private final TableMeters meters;

    /** @param owns returns whether this node certainly owns the tables at this moment */
    Ownership(Vertx vertx, StoreConfig config, long epoch, BooleanSupplier owns) {
        this.epoch = epoch;
        this.host = new VertxStoreHost(vertx, epoch, owns);
        this.topics = new Topics(config, epoch, host);
        this.requestGuard = new RequestGuard(vertx, owns);
        this.busEndpoints = new BusEndpoints(vertx, topics, requestGuard);
        this.meters = new TableMeters(Meters.of(vertx), epoch);
    }

    /**
     * Registers the addresses of the tables. The future completes when all nodes of the cluster can reach the
     * addresses.
     */
    Future<?> start() {
        return busEndpoints.listen();
    }

    /**
     * Updates the metrics, and returns the memory status of the tables. {@link TableVerticle} calls this method
     * periodically.
     */
    MemoryStatus inspect() {
        MemoryStatus memory = topics.memory();
        meters.update(topics.all(), memory);
        return memory;
    }

    /** Returns the missing rows of the table that lacks the most rows. */
    Shortfall shortfall() {
        return topics.all().stream().map(Topic::shortfall).reduce(Shortfall.NONE, Shortfall::or);
    }

    long epoch() {
        return epoch;
    }

    /** Returns the number of rows that were applied under this epoch. */
    long applied() {
        return requestGuard.applied();
    }

    /** Returns the number of append requests that were refused under this epoch. */
    long rejected() {
        return requestGuard.rejected();
    }

    /** Stops. The future completes when waiting requests are answered and ended days are written. */
    Future<?> close() {
        host.close();
        return topics.close();
    }

    /** Unregisters the addresses of the tables. */
    Future<?> unlisten() {
        meters.close();
        return busEndpoints.close();
    }

    /** Stops because another node owns the tables. No further request is applied, answered or written to a journal. */
    Future<?> abandon() {
        meters.close();
        host.cancelAll();
        host.close();
        return Future.join(topics.abandon(), busEndpoints.close());
    }
}
