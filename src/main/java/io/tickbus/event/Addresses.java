package io.tickbus.event;

/** The addresses of the bus that applications may use. */
public final class Addresses {
    /** Request, any body: every table's schema, count and offsets. */
    public static final String TABLES = "tickbus.tables";
    /** Published: states and counts of subscribers and of the table verticle, as {@link Status}. */
    public static final String STATUS = "tickbus.status";
    /** Published: what was not applied, and why, as {@link Rejection}. */
    public static final String REJECTED = "tickbus.rejected";

    /**
     * Published: what an operator must hear of, as JSON with {@code event}, {@code table}, {@code partition} and {@code reason}:
     * {@code gap}, {@code rebuild}, {@code rebuilt}, {@code rebuildGivenUp}, {@code gapsClosed}, {@code refused}, {@code columnsChanged}, {@code
     * endOfDay}, {@code lateEndOfDay}, {@code implausibleEndOfDay}, {@code endOfPeriod}, {@code archived}, {@code
     * archiveFailed}, {@code journalOpened}, {@code journalFailed}, {@code journalDamaged}, {@code memoryHigh}, {@code
     * memoryNormal}, {@code rowsEvicted}, {@code rowsWait}, {@code rowsRefused}.
     */
    public static final String EVENTS = "tickbus.events";

    /** Published: {@code {epoch, node}}, by a new owner of the tables when it is ready, and every {@link Status#PERIOD_MS}. */
    public static final String OWNER = "tickbus.owner";

    private static final String TABLE = "tickbus.table.";

    private Addresses() {}

    /** Request: rows for a table. */
    public static String append(String topic) {
        return TABLE + topic + ".append";
    }

    /**
     * Request, a {@link Batch}: rows for the tickerplant that a table comes from; replies an {@link AppendReply}
     * without an offset. Subscribers that bring the table answer it while they are LIVE.
     */
    public static String publish(String topic) {
        return TABLE + topic + ".publish";
    }

    /** Request: rows of a table from an offset on. */
    public static String fetch(String topic) {
        return TABLE + topic + ".fetch";
    }

    /** Request: a question about a table. */
    public static String query(String topic) {
        return TABLE + topic + ".query";
    }
}
