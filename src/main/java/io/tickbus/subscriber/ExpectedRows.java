package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import java.util.concurrent.TimeUnit;

/**
 * Rows that the log had behind the part that the tickerplant counts as published. They have to be the first ones that are pushed.
 * If others come, the count was wrong, as of a tickerplant that sets {@code .u.i} to 0 at each start and goes on with its log.
 * For the thread that reads.
 */
final class ExpectedRows {
    static final String OTHERS_CAME_REASON =
            "the log had rows behind the messages that .u.i counts, and others were pushed next or none in 30 s: .u.i may be wrong, and"
                    + " rows may be missing";

    /** How long the rows may take to come, in ms: longer than a tickerplant waits between two batches. */
    static final int WAIT_MS_MAX = 30_000;

    enum State {
        /** Nothing is certain yet. */
        OPEN,
        /** The rows have been pushed. */
        CAME,
        /** Other rows were pushed in their place. */
        OTHERS_CAME
    }

    private final RowDigests expected;
    private final RowDigests pushed = new RowDigests();
    private final long sinceNanos;

    /** @param sinceNanos when rows were expected first, of {@link SubscriberHost#nanoTime} */
    ExpectedRows(RowDigests expected, long sinceNanos) {
        this.expected = expected;
        this.sinceNanos = sinceNanos;
    }

    /** Returns how many rows have to come. */
    long count() {
        return expected.rows();
    }

    /** Returns whether the rows should have come by now. */
    boolean isOverdue(long nowNanos) {
        return nowNanos - sinceNanos > TimeUnit.MILLISECONDS.toNanos(WAIT_MS_MAX);
    }

    /** Compares the next rows that were pushed. */
    State push(Flip rows) {
        int count = (int) Math.min(rows.size(), expected.rows() - pushed.rows());
        pushed.append(rows, 0, count);
        if (expected.differenceTo(pushed) > 0) {
            return State.OTHERS_CAME;
        }
        return pushed.rows() == expected.rows() ? State.CAME : State.OPEN;
    }
}
