package io.tickbus.subscriber;

import java.util.concurrent.atomic.AtomicLong;

/** What a subscriber counts of one table; rows, unless it says otherwise. None of them ever falls. */
final class TableCounters {
    /** From q and its logs, those that came again included. */
    final AtomicLong received = new AtomicLong();
    /** Let go of before the owner had them, to come again. */
    final AtomicLong takenBack = new AtomicLong();
    /** Acknowledged by the owner. */
    final AtomicLong applied = new AtomicLong();
    /** Pushed once more after the reply to the subscription had them, and dropped. */
    final AtomicLong repeated = new AtomicLong();
    /** Refused by the owner for good. */
    final AtomicLong refused = new AtomicLong();
    /** Left out, since q has sent them though their syms were not asked for. */
    final AtomicLong foreign = new AtomicLong();
    /** Known to be missing, since they did not fit. */
    final AtomicLong missing = new AtomicLong();
    /** Sent to the owner, in batches. */
    final AtomicLong batches = new AtomicLong();
    /** What these took in memory, about, in bytes. */
    final AtomicLong batchBytes = new AtomicLong();
    /** Times that rows were missing, and could not be had. */
    final AtomicLong gaps = new AtomicLong();

    /** Rows on their way to the owner. */
    long lagRows() {
        long done = takenBack.get()
                + foreign.get()
                + refused.get()
                + applied.get(); // first: no row is done before it is received
        return Math.max(0, received.get() - done);
    }
}
