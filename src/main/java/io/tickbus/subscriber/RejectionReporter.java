package io.tickbus.subscriber;

import io.tickbus.event.Addresses;
import io.tickbus.event.Rejection;
import io.tickbus.logging.Repeats;
import io.tickbus.q.QFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What a subscriber could not apply: each is counted and published, and logged unless it repeats. */
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

    /** A message of q's that does not fit. */
    void reject(String topic, RejectReason kind, String reason) {
        reject(topic, kind, reason, 0);
    }

    /**
     * A message of q's that does not fit.
     *
     * @param rows that it held; 0 when that cannot be told
     */
    void reject(String topic, RejectReason kind, String reason, long rows) {
        count(topic, kind, reason);
        host.publish(Addresses.REJECTED, new Rejection(subscriber, topic, reason, rows).toJson());
    }

    /**
     * Rejects a message that cannot be decoded.
     *
     * @param peer the host and port that it came from
     * @return the reason, which names the key of a limit that was reached
     */
    String malformed(QFormatException malformed, String peer) {
        boolean hasRoom = malformed.kind() != QFormatException.Kind.SYMBOLS;
        boolean isNoQ = malformed.kind() == QFormatException.Kind.HEADER;
        String reason =
                isNoQ ? peer + ": what it sends is no q IPC, is this a q? " + reason(malformed) : reason(malformed);
        reject("", hasRoom ? RejectReason.MALFORMED : RejectReason.SYMBOLS, reason);
        return reason;
    }

    /** Why a message cannot be decoded, with the key of a limit that was reached. */
    static String reason(QFormatException malformed) {
        return switch (malformed.kind()) {
            case SYMBOLS -> malformed.reason();
            case LENGTH -> "a message longer than messageBytesMax: " + malformed.getMessage();
            default -> "malformed message: " + malformed.getMessage();
        };
    }

    /** A batch that the owner refused, and has published. */
    void count(String topic, RejectReason kind, String reason) {
        counters.reject(topic, kind);
        warn("rejected", topic, reason);
    }

    /** A batch that will be sent again. */
    void delayed(String topic, String reason) {
        warn("no acknowledgement, sending again", topic, reason);
    }

    /** The owner does not have what it had acknowledged: it stands somewhere else. */
    void lost(String topic, long position) {
        LOG.atWarn()
                .addKeyValue("subscriber", subscriber)
                .addKeyValue("table", topic)
                .addKeyValue("position", position)
                .log("owner lost rows: going on from where it stands");
    }

    /** Rows are missing, and cannot be had; the owner publishes it. */
    void gap(String topic, String reason) {
        counters.of(topic).gaps.incrementAndGet();
        log(topic, "gap", reason);
    }

    /** A table is made anew from the log; the owner publishes it. */
    void rebuild(String topic, String reason) {
        log(topic, "rebuilding the table from the log", reason);
    }

    /** Rows came whose syms were not asked for, and were left out. */
    void foreign(String topic) {
        log(topic, "leaving rows out", "q sends rows of other syms than were asked for");
    }

    /** The subscriber has ended: what was counted and not logged is. */
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
