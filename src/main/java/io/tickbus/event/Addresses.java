package io.tickbus.event;

/**
 * The addresses of the event bus that applications may use. A failed request has a {@link
 * io.vertx.core.eventbus.ReplyException} with the code of a {@link Failure}.
 */
public final class Addresses {
    /**
     * Address of a request with any body. The reply is a JSON array with the schema, the row count and the offsets of every
     * table.
     */
    public static final String TABLES = "tickbus.tables";
    /**
     * Address at which each subscriber and table verticle publishes its state and counts, as the JSON of a {@link Status}.
     */
    public static final String STATUS = "tickbus.status";
    /**
     * Address at which rows and requests that were not applied are published with the reason, as the JSON of a {@link
     * Rejection}.
     */
    public static final String REJECTED = "tickbus.rejected";

    /**
     * Address at which events for an operator are published, as JSON with {@code event}, {@code table}, {@code partition}
     * and {@code reason}. The events are {@code gap}, {@code rebuild}, {@code rebuilt}, {@code rebuildGivenUp}, {@code
     * gapsClosed}, {@code refused}, {@code columnsChanged}, {@code endOfDay}, {@code lateEndOfDay}, {@code
     * implausibleEndOfDay}, {@code endOfPeriod}, {@code archived}, {@code archiveFailed}, {@code journalOpened}, {@code
     * journalFailed}, {@code journalDamaged}, {@code memoryHigh}, {@code memoryNormal}, {@code rowsEvicted}, {@code
     * rowsWait} and {@code rowsRefused}.
     */
    public static final String EVENTS = "tickbus.events";

    /**
     * Address at which the owner publishes {@code {epoch, node}}. A new owner publishes it when the owner is ready, and then
     * every {@link Status#PERIOD_MS} ms.
     */
    public static final String OWNER = "tickbus.owner";

    private static final String TABLE = "tickbus.table.";

    private Addresses() {}

    /**
     * Returns the address that appends rows to a table. The request is a {@link Batch}, a JSON object, a JSON array of
     * objects, or a {@code Buffer} with a q table. The reply is an {@link AppendReply}. If the request is not a batch, the
     * reply is JSON.
     */
    public static String append(String topic) {
        return TABLE + topic + ".append";
    }

    /**
     * Returns the address that sends rows to the tickerplant of a table. The request is a {@link Batch}. The reply is an
     * {@link AppendReply} without an offset. The table's subscribers serve this address while they are LIVE.
     */
    public static String publish(String topic) {
        return TABLE + topic + ".publish";
    }

    /**
     * Returns the address that reads rows of a table from an offset. The request is {@code {offset, rowsMax, waitMs}}. The
     * reply is {@link Rows}.
     */
    public static String fetch(String topic) {
        return TABLE + topic + ".fetch";
    }

    /**
     * Returns the address for queries of a table. The request is JSON. Its field {@code op} is {@code schema}, {@code
     * count}, {@code first}, {@code last} or {@code select}.
     */
    public static String query(String topic) {
        return TABLE + topic + ".query";
    }
}
