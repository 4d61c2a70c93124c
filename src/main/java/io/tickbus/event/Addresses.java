package io.tickbus.event;

/**
 * The event bus addresses for applications. A refused request fails with a
 * {@link io.vertx.core.eventbus.ReplyException}. The failure code of the exception identifies a {@link Failure}.
 */
public final class Addresses {
    /**
     * Address that lists all tables. The request can have any body. The reply is a JSON array with the schema, the row
     * count and the offsets of each table.
     */
    public static final String TABLES = "tickbus.tables";
    /**
     * Address at which each subscriber and each table verticle publishes its state and counts. Each message is the JSON
     * of a {@link Status}.
     */
    public static final String STATUS = "tickbus.status";
    /**
     * Address at which subscribers and table verticles report rows and requests that they did not apply. Each message
     * is the JSON of a {@link Rejection}.
     */
    public static final String REJECTED = "tickbus.rejected";

    /**
     * Address of the events for operators. Each event is JSON with the fields {@code event}, {@code table},
     * {@code partition} and {@code reason}. The values of {@code event} are {@code gap}, {@code rebuild},
     * {@code rebuilt}, {@code rebuildGivenUp}, {@code gapsClosed}, {@code keysDeleted}, {@code refused}, {@code columnsChanged},
     * {@code endOfDay}, {@code lateEndOfDay}, {@code implausibleEndOfDay}, {@code endOfPeriod}, {@code archived},
     * {@code archiveFailed}, {@code journalOpened}, {@code journalFailed}, {@code journalDamaged}, {@code memoryHigh},
     * {@code memoryNormal}, {@code rowsEvicted}, {@code rowsWait} and {@code rowsRefused}.
     */
    public static final String EVENTS = "tickbus.events";

    /**
     * Address at which the owner publishes {@code {epoch, node}}. A new owner publishes this message when it is ready,
     * and then every {@link Status#PERIOD_MS} ms.
     */
    public static final String OWNER = "tickbus.owner";

    private static final String TABLE = "tickbus.table.";

    private Addresses() {}

    /**
     * {@return the address for appending rows to a table} The request is a {@link Batch}, a JSON object, a JSON array
     * of objects, or a {@code Buffer} with a q table. The reply to a batch is an {@link AppendReply}. The reply to any
     * other request is {@link AppendReply#toJson}.
     *
     * @param topic the name of the table
     */
    public static String append(String topic) {
        return TABLE + topic + ".append";
    }

    /**
     * {@return the address for sending rows to a table's tickerplant} The request is a {@link Batch}. The reply is an
     * {@link AppendReply} without an offset. The table's subscribers serve this address while they are LIVE.
     *
     * @param topic the name of the table
     */
    public static String publish(String topic) {
        return TABLE + topic + ".publish";
    }

    /**
     * {@return the address for reading rows of a table from an offset} The request is {@code {offset, rowsMax, waitMs,
     * keyNumbers}}. The reply is JSON. With the header {@code format: batch} the reply is {@link Rows}.
     *
     * @param topic the name of the table
     */
    public static String fetch(String topic) {
        return TABLE + topic + ".fetch";
    }

    /**
     * {@return the address for queries of a table} The request is JSON. Its field {@code op} is {@code schema}, {@code
     * count}, {@code first}, {@code last} or {@code select}.
     *
     * @param topic the name of the table
     */
    public static String query(String topic) {
        return TABLE + topic + ".query";
    }
}
