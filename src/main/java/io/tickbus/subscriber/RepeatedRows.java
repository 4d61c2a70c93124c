package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;

/**
 * Detects that a tickerplant publishes again what the table has. It is used if the log had fewer rows than the table and the
 * table's rows stayed: a tickerplant that was filled again sends them a second time. {@link PushChecks} uses it, on the reader
 * thread.
 */
final class RepeatedRows {
    enum State {
        /** More rows are needed to decide. */
        OPEN,
        /** The pushed rows are not those of the table. */
        OTHERS_CAME,
        /** The pushed rows are those that the table has after the rows of the log. */
        REPEATED
    }

    private final RowDigests table;
    private final RowDigests log;
    private final long begin;

    /**
     * @param table digests of the table's rows
     * @param log digests of the first of these rows, which the log has; pushed rows are appended to it
     */
    RepeatedRows(RowDigests table, RowDigests log) {
        this.table = table;
        this.log = log;
        this.begin = log.rows();
    }

    /** Compares the next pushed rows with those of the table. */
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
