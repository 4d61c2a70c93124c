package io.tickbus.client;

/**
 * Where a {@link TableConsumer} continues after its table was replaced. An offset of the old version identifies another
 * row in the new version.
 */
public enum ResetPolicy {
    /**
     * Continues at the first row of the new version. No row is missed, but rows of the old version are delivered again.
     * A new owner replays the tickerplants' logs. Each partition therefore has the old rows again, in the old order.
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
