package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.Rejection;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a subscriber could not apply: each is counted and published, each reason is logged the first time. */
final class Rejections {
    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
    /** Reasons that are logged; more of them would be one reason with ever new numbers in it. */
    private static final int REASONS_LOGGED_MAX = 100;

    private final Vertx vertx;
    private final String subscriber;
    private final Counters counters;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    Rejections(Vertx vertx, String subscriber, Counters counters) {
        this.vertx = vertx;
        this.subscriber = subscriber;
        this.counters = counters;
    }

    /** A message of q's that does not fit. */
    void reject(String topic, String reason) {
        count(topic, reason);
        vertx.eventBus().publish(Addresses.REJECTED, new Rejection(subscriber, topic, reason, 0).toJson());
    }

    /** A batch that the owner refused, and has published. */
    void count(String topic, String reason) {
        counters.rejected.incrementAndGet();
        warn("rejected", topic, reason);
    }

    /** A batch that will be sent again. */
    void delayed(String topic, String reason) {
        warn("no acknowledgement, sending again", topic, reason);
    }

    /** Rows that the owner had acknowledged and no longer has, from a position to another; they cannot be brought back from here. */
    void gap(String topic, long from, long to) {
        String reason = "the owner has lost the rows from position " + from + " to " + to;
        LOG.atWarn()
                .addKeyValue("subscriber", subscriber)
                .addKeyValue("table", topic)
                .addKeyValue("reason", reason)
                .log("gap");
        vertx.eventBus().publish(Addresses.REJECTED, new Rejection(subscriber, topic, reason, to - from).toJson());
    }

    private void warn(String what, String topic, String reason) {
        if (logged.size() < REASONS_LOGGED_MAX && logged.add(what + topic + reason)) {
            LOG.atWarn()
                    .addKeyValue("subscriber", subscriber)
                    .addKeyValue("table", topic)
                    .addKeyValue("reason", reason)
                    .log("{} (logged once, counted each time)", what);
        }
    }
}
