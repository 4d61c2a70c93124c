package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/** The time in which this node owns the tables, under one epoch: it begins with empty ones, for subscribers to fill. */
final class Ownership {
    private final long epoch;
    private final VertxStoreHost host;
    private final Topics topics;
    private final RequestGuard requestGuard;
    private final BusEndpoints busEndpoints;
    private final TableMeters meters;

    /** @param owns whether it lasts at this moment, for certain */
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

    /** Sees how the tables are, for those who read the metrics; to be called now and then. Gives the memory that they take. */
    MemoryStatus inspect() {
        MemoryStatus memory = topics.memory();
        meters.update(topics.all(), memory);
        return memory;
    }

    /** Returns the table that misses most rows. */
    Shortfall shortfall() {
        return topics.all().stream().map(Topic::shortfall).reduce(Shortfall.NONE, Shortfall::or);
    }

    long epoch() {
        return epoch;
    }

    /** Rows applied since it began. */
    long applied() {
        return requestGuard.applied();
    }

    /** Append requests refused since it began. */
    long rejected() {
        return requestGuard.rejected();
    }

    /** Ends it in order: what waits is answered, and days that have ended are written. */
    Future<?> close() {
        host.close();
        return topics.close();
    }

    /** Takes the tables off their addresses. */
    Future<?> unlisten() {
        meters.close();
        return busEndpoints.close();
    }

    /** Ends it because another node's has begun: nothing is applied, answered or written any more. */
    Future<?> abandon() {
        meters.close();
        host.cancelAll();
        host.close();
        return Future.join(topics.abandon(), busEndpoints.close());
    }
}
