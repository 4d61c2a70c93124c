package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import java.util.concurrent.TimeUnit;

/**
 * Rows that the tickerplant has logged but, by its count {@code .u.i}, not published yet. The tickerplant must push
 * these rows before other rows.
 *
 * <p>If the tickerplant pushes other rows first, the count is wrong. Some tickerplants reset {@code .u.i} to 0 when
 * they start, and then continue their log.
 *
 * <p>{@link PushChecks} uses this class on the reader thread.
 */
final class ExpectedRows {
    static final String OTHERS_CAME_REASON =
            "the log had rows behind the messages that .u.i counts, and others were pushed next or none in 30 s: .u.i may be wrong, and"
                    + " rows may be missing";

    /**
     * The maximum wait for the expected rows, in ms. It is longer than the publish interval of any usual tickerplant.
     */
    static final int WAIT_MS_MAX = 30_000;

    enum State {
        /** No difference was found so far, but more rows must be compared. */
        OPEN,
        /** All expected rows were pushed. */
        CAME,
        /** Other rows were pushed instead. */
        OTHERS_CAME
    }

    private final RowDigests expected;
    private final RowDigests pushed = new RowDigests();
    private final long sinceNanos;

    /** @param sinceNanos when the rows were first expected, in ns of {@link SubscriberHost#nanoTime} */
    ExpectedRows(RowDigests expected, long sinceNanos) {
        this.expected = expected;
        this.sinceNanos = sinceNanos;
    }

    long count() {
        return expected.rows();
    }

    /** Returns whether the expected rows were not pushed within {@link #WAIT_MS_MAX}. */
    boolean isOverdue(long nowNanos) {
        return nowNanos - sinceNanos > TimeUnit.MILLISECONDS.toNanos(WAIT_MS_MAX);
    }

    /** Compares the next pushed rows with the expected rows. */
    State push(Flip rows) {
        int count = (int) Math.min(rows.size(), expected.rows() - pushed.rows());
        pushed.append(rows, 0, count);
        if (expected.differenceTo(pushed) > 0) {
            return State.OTHERS_CAME;
        }
        return pushed.rows() == expected.rows() ? State.CAME : State.OPEN;
    }
}
