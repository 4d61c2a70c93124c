package io.tickbus.client;

/** Where a {@link TableConsumer} goes on when its table has been made anew, so that its offset is of other rows. */
public enum ResetPolicy {
    /**
     * From the new table's first row: no row is missed, and what the old table had as well comes again. The rows of a
     * new owner come from the tickerplants' logs, so each partition's are the same in the same order.
     */
    FROM_BEGINNING,

    /**
     * Behind the row that is the new table's last when the consumer finds it. Rows that were added since the old table
     * was read are missed. A new owner fills its tables from the tickerplants' logs, which takes time: what comes out
     * of a log after the consumer has found the table is handed over, though the old table may have had it.
     */
    FROM_NOW
}
