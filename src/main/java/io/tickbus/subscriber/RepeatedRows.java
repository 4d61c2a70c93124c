package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;

/**
 * Detects rows that the table already has and that the tickerplant publishes again. {@link PushChecks} uses this class
 * if the table has rows that the log lacks. A restarted tickerplant may receive these rows again and publish them a
 * second time. Owned by the reader thread.
 */
final class RepeatedRows {
    enum State {
        /** No difference was found so far, but more rows must be compared. */
        OPEN,
        /** The pushed rows differ from the rows of the table. */
        OTHERS_CAME,
        /** The pushed rows equal the rows that the table has after the rows of the log. */
        REPEATED
    }

    private final RowDigests table;
    private final RowDigests log;
    private final long begin;

    /**
     * @param table digests of the table's rows
     * @param log digests of the table's first rows that the log has too. Pushed rows are appended to these digests.
     */
    RepeatedRows(RowDigests table, RowDigests log) {
        this.table = table;
        this.log = log;
        this.begin = log.rows();
    }

    /** Compares the next pushed rows with the rows of the table. */
    State push(Flip rows) {
        log.append(rows, 0, (int) Math.min(rows.size(), table.rows() - log.rows()));
        if (table.differenceTo(log) > 0) {
            return State.OTHERS_CAME;
        }
        long same = table.sameRows(log);
        boolean isEnough = same >= begin + ReplayDecision.AGREEING_ROWS_MIN || (same > begin && same == table.rows());
        return isEnough ? State.REPEATED : log.rows() == table.rows() ? State.OTHERS_CAME : State.OPEN;
    }
}
