package io.tickbus.client;

/**
 * Where a {@link TableConsumer} continues after its table was replaced. The offset in the old version identifies another row
 * in the new version.
 */
public enum ResetPolicy {
    /**
     * Continues at the first row of the new version. No row is missed, but rows of the old version are delivered again. A
     * new owner replays the tickerplants' logs, so each partition has the same rows in the same order.
     */
    FROM_BEGINNING,

    /**
     * Continues at the end of the new version when the consumer finds it. Rows that arrived after the last read and before
     * that moment are missed.
     *
     * <p>A new owner needs time to replay the tickerplants' logs. Rows that it replays later are delivered, even if the old
     * version had them.
     */
    FROM_NOW
}
