package io.tickbus.client;

/**
 * Where a {@link TableConsumer} continues after its table was replaced. An offset of the old version identifies another
 * row in the new version.
 */
public enum ResetPolicy {
    /**
     * Continues at the first row of the new version. Rows of the old version are delivered again. A new owner replays
     * the tickerplants' logs, so each partition has the rows of its log again, in the old order. Unread rows that are
     * in no log, or in a log of an earlier day, are missed.
     */
    FROM_BEGINNING,

    /**
     * Continues after the last row that the new version has when the consumer finds it. The consumer misses rows that
     * arrived after its last read and before it found the new version.
     *
     * <p>A new owner needs time to replay the tickerplants' logs. Rows that it replays later are delivered, even if the
     * old version had them.
     */
    FROM_NOW
}
