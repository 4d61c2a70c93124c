package io.tickbus.client;

/** Where a {@link TableConsumer} continues after its table was replaced. Its old offset means another row then. */
public enum ResetPolicy {
    /**
     * Continues at the first row of the new version. No row is missed, and rows of the old version come again. A new owner
     * replays the tickerplants' logs, so each partition has the same rows in the same order.
     */
    FROM_BEGINNING,

    /**
     * Continues after the row that is the last when the consumer finds the new version. Rows that arrived since the last read
     * are missed.
     *
     * <p>A new owner needs time to replay the tickerplants' logs. Rows that it replays after the consumer has found the table
     * are delivered, even if the old version had them.
     */
    FROM_NOW
}
