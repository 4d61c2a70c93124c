package io.tickbus.subscriber;

import java.util.concurrent.atomic.AtomicLong;

/** Counters of one table of a subscriber. They count rows unless they say otherwise, and never decrease. Thread-safe. */
final class TableCounters {
    /** Rows from q and its logs, repeated ones included. */
    final AtomicLong received = new AtomicLong();
    /** Rows that were dropped before the owner had them, and that come again. */
    final AtomicLong takenBack = new AtomicLong();
    /** Rows that the owner has acknowledged. */
    final AtomicLong applied = new AtomicLong();
    /** Rows that were dropped because the reply to the subscription had them. */
    final AtomicLong repeated = new AtomicLong();
    /** Rows that the owner refused for good. */
    final AtomicLong refused = new AtomicLong();
    /** Rows that were dropped because their syms were not requested. */
    final AtomicLong unrequested = new AtomicLong();
    /** Rows that are known to be missing, because they did not fit. */
    final AtomicLong missing = new AtomicLong();
    /** Batches that were sent to the owner. */
    final AtomicLong batches = new AtomicLong();
    /** Estimated memory of these batches, in bytes. */
    final AtomicLong batchBytes = new AtomicLong();
    /** Number of gaps: times that rows were missing and could not be replayed. */
    final AtomicLong gaps = new AtomicLong();

    /** Returns the rows that were received and not yet acknowledged, dropped or refused. */
    long lagRows() {
        long done = takenBack.get()
                + unrequested.get()
                + refused.get()
                + applied.get(); // these first: a row is received before it is done
        return Math.max(0, received.get() - done);
    }
}
