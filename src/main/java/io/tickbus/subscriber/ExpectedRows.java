package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import java.util.concurrent.TimeUnit;

/**
 * Rows that the log has after the part that the tickerplant counts as published. They must be the first rows that are pushed.
 * If others are pushed, the count was wrong: some tickerplants reset {@code .u.i} to 0 when they start and then continue their
 * log. Used by {@link PushChecks}, on the reader thread.
 */
final class ExpectedRows {
    static final String OTHERS_CAME_REASON =
            "the log had rows behind the messages that .u.i counts, and others were pushed next or none in 30 s: .u.i may be wrong, and"
                    + " rows may be missing";

    /** Time within which the rows must be pushed, in ms. It is longer than the publish interval of a tickerplant. */
    static final int WAIT_MS_MAX = 30_000;

    enum State {
        /** More rows are needed to decide. */
        OPEN,
        /** The expected rows were pushed. */
        CAME,
        /** Other rows were pushed instead. */
        OTHERS_CAME
    }

    private final RowDigests expected;
    private final RowDigests pushed = new RowDigests();
    private final long sinceNanos;

    /**
     * @param sinceNanos when the rows were first expected, as {@link SubscriberHost#nanoTime}
     */
    ExpectedRows(RowDigests expected, long sinceNanos) {
        this.expected = expected;
        this.sinceNanos = sinceNanos;
    }

    /** Returns the number of expected rows. */
    long count() {
        return expected.rows();
    }

    /** Returns whether the time for the rows has passed. */
    boolean isOverdue(long nowNanos) {
        return nowNanos - sinceNanos > TimeUnit.MILLISECONDS.toNanos(WAIT_MS_MAX);
    }

    /** Compares the next pushed rows with the expected ones. */
    State push(Flip rows) {
        int count = (int) Math.min(rows.size(), expected.rows() - pushed.rows());
        pushed.append(rows, 0, count);
        if (expected.differenceTo(pushed) > 0) {
            return State.OTHERS_CAME;
        }
        return pushed.rows() == expected.rows() ? State.CAME : State.OPEN;
    }
}
