package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.Rejection;
import io.tickbus.logging.Repeats;
import io.tickbus.q.QFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts, publishes and logs the messages and rows that a subscriber rejects. Repeated log messages are only counted.
 * Thread-safe.
 */
final class RejectionReporter {
    private static final Logger LOG = LoggerFactory.getLogger(RejectionReporter.class);

    private final SubscriberHost host;
    private final String subscriber;
    private final SubscriberCounters counters;
    private final Repeats repeats = new Repeats(LOG);

    RejectionReporter(SubscriberHost host, String subscriber, SubscriberCounters counters) {
        this.host = host;
        this.subscriber = subscriber;
        this.counters = counters;
    }

    /** Rejects a message of q that has an unknown number of rows. */
    void reject(String topic, RejectReason kind, String reason) {
        reject(topic, kind, reason, 0);
    }

    /**
     * Rejects a message of q.
     *
     * @param rows the number of its rows; 0 if the number is unknown
     */
    void reject(String topic, RejectReason kind, String reason, long rows) {
        countPublished(topic, kind, reason);
        host.publish(Addresses.REJECTED, new Rejection(subscriber, topic, reason, rows).toJson());
    }

    /**
     * Rejects a message that cannot be decoded.
     *
     * @param peer the host and port from which the message came
     * @return the reason. If a limit is exceeded, the reason names the configuration key of the limit.
     */
    String malformed(QFormatException malformed, String peer) {
        boolean hasRoom = malformed.kind() != QFormatException.Kind.SYMBOLS;
        boolean isNoQ = malformed.kind() == QFormatException.Kind.HEADER;
        String reason =
                isNoQ ? peer + ": what it sends is no q IPC, is this a q? " + reason(malformed) : reason(malformed);
        reject("", hasRoom ? RejectReason.MALFORMED : RejectReason.SYMBOLS, reason);
        return reason;
    }

    /**
     * Returns why a message cannot be decoded. If a limit is exceeded, the text names the configuration key of the limit.
     */
    static String reason(QFormatException malformed) {
        return switch (malformed.kind()) {
            case SYMBOLS -> malformed.reason();
            case LENGTH -> "a message longer than messageBytesMax: " + malformed.getMessage();
            default -> "malformed message: " + malformed.getMessage();
        };
    }

    /** Counts and logs a rejection that the owner has already published. */
    void countPublished(String topic, RejectReason kind, String reason) {
        counters.reject(topic, kind);
        warn("rejected", topic, reason);
    }

    void logResend(String topic, String reason) {
        warn("no acknowledgement, sending again", topic, reason);
    }

    /** Logs that the owner lacks rows that it had acknowledged. */
    void logLostRows(String topic, long position) {
        LOG.atWarn()
                .addKeyValue("subscriber", subscriber)
                .addKeyValue("table", topic)
                .addKeyValue("position", position)
                .log("owner lost rows: going on from where it stands");
    }

    /** Counts and logs a gap. The owner publishes the gap. */
    void countGap(String topic, String reason) {
        counters.of(topic).gaps.incrementAndGet();
        log(topic, "gap", reason);
    }

    /** Logs a rebuild of a table. The owner publishes the rebuild. */
    void logRebuild(String topic, String reason) {
        log(topic, "rebuilding the table from the log", reason);
    }

    void logUnrequested(String topic) {
        log(topic, "leaving rows out", "q sends rows of other syms than were asked for");
    }

    /** Logs the repeated messages that were only counted so far. Called when the subscriber has ended. */
    void flush() {
        repeats.flush();
    }

    private void log(String topic, String what, String reason) {
        LOG.atWarn()
                .addKeyValue("subscriber", subscriber)
                .addKeyValue("table", topic)
                .addKeyValue("reason", reason)
                .log(what);
    }

    private void warn(String what, String topic, String reason) {
        repeats.note(
                Level.WARN,
                what + topic + reason,
                what,
                line -> line.addKeyValue("subscriber", subscriber)
                        .addKeyValue("table", topic)
                        .addKeyValue("reason", reason));
    }
}
