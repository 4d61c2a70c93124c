package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/**
 * State of the tables while this node owns them, under one epoch. It begins with empty tables, which the subscribers
 * fill. Owner's thread only.
 */
final class Ownership {
    private final long epoch;
    private final VertxStoreHost host;
    private final Topics topics;
    private final RequestGuard requestGuard;
    private final BusEndpoints busEndpoints;
    private final TableMeters meters;

    /** @param owns returns whether this ownership is certain at this moment */
    Ownership(Vertx vertx, StoreConfig config, long epoch, BooleanSupplier owns) {
        this.epoch = epoch;
        this.host = new VertxStoreHost(vertx, epoch, owns);
        this.topics = new Topics(config, epoch, host);
        this.requestGuard = new RequestGuard(vertx, owns);
        this.busEndpoints = new BusEndpoints(vertx, topics, requestGuard);
        this.meters = new TableMeters(Meters.of(vertx), epoch);
    }

    /** Completes when the whole cluster can reach the tables. */
    Future<?> start() {
        return busEndpoints.listen();
    }

    /** Updates the metrics, and returns the memory status of the tables. The verticle calls it periodically. */
    MemoryStatus inspect() {
        MemoryStatus memory = topics.memory();
        meters.update(topics.all(), memory);
        return memory;
    }

    /** Returns the shortfall of the table that misses the most rows. */
    Shortfall shortfall() {
        return topics.all().stream().map(Topic::shortfall).reduce(Shortfall.NONE, Shortfall::or);
    }

    long epoch() {
        return epoch;
    }

    /** Returns the number of rows applied under this ownership. */
    long applied() {
        return requestGuard.applied();
    }

    /** Returns the number of append requests refused under this ownership. */
    long rejected() {
        return requestGuard.rejected();
    }

    /** Stops in order: waiting requests are answered, and ended days are written. */
    Future<?> close() {
        host.close();
        return topics.close();
    }

    /** Unregisters the addresses of the tables. */
    Future<?> unlisten() {
        meters.close();
        return busEndpoints.close();
    }

    /** Stops because another node owns the tables: no request is applied, answered or journaled any more. */
    Future<?> abandon() {
        meters.close();
        host.cancelAll();
        host.close();
        return Future.join(topics.abandon(), busEndpoints.close());
    }
}
