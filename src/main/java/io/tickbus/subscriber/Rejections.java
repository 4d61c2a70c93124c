package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.Rejection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a subscriber could not apply: each is counted and published, each reason is logged the first time. */
final class Rejections {
    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
    /** Reasons that are logged; more of them would be one reason with ever new numbers in it. */
    private static final int REASONS_LOGGED_MAX = 100;

    private final Host host;
    private final String subscriber;
    private final Counters counters;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    Rejections(Host host, String subscriber, Counters counters) {
        this.host = host;
        this.subscriber = subscriber;
        this.counters = counters;
    }

    /** A message of q's that does not fit. */
    void reject(String topic, Reason kind, String reason) {
        count(topic, kind, reason);
        host.publish(Addresses.REJECTED, new Rejection(subscriber, topic, reason, 0).toJson());
    }

    /** A batch that the owner refused, and has published. */
    void count(String topic, Reason kind, String reason) {
        counters.reject(topic, kind);
        warn("rejected", topic, reason);
    }

    /** A batch that will be sent again. */
    void delayed(String topic, String reason) {
        warn("no acknowledgement, sending again", topic, reason);
    }

    /** The owner does not have what it had acknowledged: it stands somewhere else. */
    void lost(String topic, long position) {
        say(topic, "owner lost rows", "the owner is at position " + position + "; going on from there");
    }

    /** Rows are missing, and cannot be had; the owner publishes it. */
    void gap(String topic, String reason) {
        counters.of(topic).gaps.incrementAndGet();
        say(topic, "gap", reason);
    }

    /** A table is made anew from the log; the owner publishes it. */
    void rebuild(String topic, String reason) {
        say(topic, "rebuilding the table from the log", reason);
    }

    private void say(String topic, String what, String reason) {
        LOG.atWarn()
                .addKeyValue("subscriber", subscriber)
                .addKeyValue("table", topic)
                .addKeyValue("reason", reason)
                .log(what);
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
