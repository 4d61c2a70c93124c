package io.tickbus.event;

/**
 * The addresses of the event bus that applications may use. Requests fail with a {@link io.vertx.core.eventbus.ReplyException}
 * that carries a {@link Failure}.
 */
public final class Addresses {
    /** Request with any body. The reply is a JSON array: schema, count and offsets of every table. */
    public static final String TABLES = "tickbus.tables";
    /** Published: the state and the counts of each subscriber and table verticle, as the JSON of a {@link Status}. */
    public static final String STATUS = "tickbus.status";
    /** Published: rows or a request that were not applied, and the reason, as the JSON of a {@link Rejection}. */
    public static final String REJECTED = "tickbus.rejected";

    /**
     * Published: events for an operator, as JSON with {@code event}, {@code table}, {@code partition} and {@code reason}. The
     * events are {@code gap}, {@code rebuild}, {@code rebuilt}, {@code rebuildGivenUp}, {@code gapsClosed}, {@code refused},
     * {@code columnsChanged}, {@code endOfDay}, {@code lateEndOfDay}, {@code implausibleEndOfDay}, {@code endOfPeriod},
     * {@code archived}, {@code archiveFailed}, {@code journalOpened}, {@code journalFailed}, {@code journalDamaged},
     * {@code memoryHigh}, {@code memoryNormal}, {@code rowsEvicted}, {@code rowsWait} and {@code rowsRefused}.
     */
    public static final String EVENTS = "tickbus.events";

    /**
     * Published: {@code {epoch, node}} of the owner. A new owner publishes it when it is ready, and every
     * {@link Status#PERIOD_MS} after that.
     */
    public static final String OWNER = "tickbus.owner";

    private static final String TABLE = "tickbus.table.";

    private Addresses() {}

    /**
     * Returns the address for rows of a table. The request is a {@link Batch}, a JSON object, a JSON array of objects, or a
     * {@code Buffer} with a q table. The reply is an {@link AppendReply}, as JSON if the request is not a batch.
     */
    public static String append(String topic) {
        return TABLE + topic + ".append";
    }

    /**
     * Returns the address for rows that go to the tickerplant of a table. The request is a {@link Batch}; the reply is an
     * {@link AppendReply} without an offset. The table's subscribers serve this address while they are LIVE.
     */
    public static String publish(String topic) {
        return TABLE + topic + ".publish";
    }

    /**
     * Returns the address for rows of a table from an offset. The request is {@code {offset, rowsMax, waitMs}}; the reply is
     * {@link Rows}.
     */
    public static String fetch(String topic) {
        return TABLE + topic + ".fetch";
    }

    /**
     * Returns the address for queries of a table. The request is JSON with {@code op}: {@code schema}, {@code count},
     * {@code first}, {@code last} or {@code select}.
     */
    public static String query(String topic) {
        return TABLE + topic + ".query";
    }
}
