package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/** The time in which this node owns the tables, under one epoch: it begins with empty ones, for subscribers to fill. */
final class Tenure {
    private final long epoch;
    private final VertxHost host;
    private final Topics topics;
    private final Replies replies;
    private final Listeners listeners;
    private final TableMeters meters;

    /** @param owns whether it lasts at this moment, for certain */
    Tenure(Vertx vertx, StoreConfig config, long epoch, BooleanSupplier owns) {
        this.epoch = epoch;
        this.host = new VertxHost(vertx, epoch, owns);
        this.topics = new Topics(config, epoch, host);
        this.replies = new Replies(vertx, owns);
        this.listeners = new Listeners(vertx, topics, replies);
        this.meters = new TableMeters(Meters.of(vertx), epoch);
    }

    /** Completes when the whole cluster can reach the tables. */
    Future<?> begin() {
        return listeners.listen();
    }

    /** Sees how the tables are, for those who read the metrics; to be called now and then. Gives the memory that they take. */
    MemoryStatus look() {
        MemoryStatus memory = topics.memory();
        meters.look(topics.all(), memory);
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
        return replies.applied();
    }

    /** Append requests refused since it began. */
    long rejected() {
        return replies.rejected();
    }

    /** Ends it in order: what waits is answered, and days that have ended are written. */
    Future<?> end() {
        host.end();
        return topics.close();
    }

    /** Takes the tables off their addresses. */
    Future<?> unlisten() {
        meters.close();
        return listeners.close();
    }

    /** Ends it because another node's has begun: nothing is applied, answered or written any more. */
    Future<?> abandon() {
        meters.close();
        host.cancelAll();
        host.end();
        return Future.join(topics.abandon(), listeners.close());
    }
}
