package io.tickbus.subscriber;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counters of one table of a subscriber. They count rows unless their comment says otherwise, and never decrease.
 * Thread-safe.
 */
final class TableCounters {
    /** Rows from q and its logs, including repeated rows. */
    final AtomicLong received = new AtomicLong();
    /** Rows that were dropped before the owner acknowledged them. The subscriber receives these rows again. */
    final AtomicLong takenBack = new AtomicLong();
    /** Rows that the owner has acknowledged. */
    final AtomicLong applied = new AtomicLong();
    /** Rows that were pushed again and dropped, because they were in the reply to the subscription. */
    final AtomicLong repeated = new AtomicLong();

    final AtomicLong refused = new AtomicLong();
    /** Rows that were dropped because their syms were not requested. */
    final AtomicLong unrequested = new AtomicLong();
    /** Rows that are missing because they were rejected, if their number is known. */
    final AtomicLong missing = new AtomicLong();
    /** Number of batches that were sent to the owner. */
    final AtomicLong batches = new AtomicLong();
    /** Estimated memory of all batches that were sent to the owner, in bytes. */
    final AtomicLong batchBytes = new AtomicLong();

    final AtomicLong gaps = new AtomicLong();

    /** Returns the number of rows that were received and are not yet acknowledged, dropped or refused. */
    long lagRows() {
        long done = takenBack.get()
                + unrequested.get()
                + refused.get()
                // The received rows are read last, because each row is counted as received first. The lag is then never
                // negative.
                + applied.get();
        return Math.max(0, received.get() - done);
    }
}
