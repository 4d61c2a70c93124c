package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;

/**
 * Tells whether a tickerplant publishes again what the table has. It is used where the log had fewer rows than the table, and the
 * table's rows stayed: a tickerplant that was filled anew brings them a second time. For the thread that reads.
 */
final class RepeatedRows {
    enum State {
        /** Nothing is certain yet. */
        OPEN,
        /** Other rows come. */
        OTHERS_CAME,
        /** The rows come again that the table has behind those of the log. */
        REPEATED
    }

    private final RowDigests table;
    private final RowDigests log;
    private final long begin;

    /**
     * @param table digests of the table's rows
     * @param log digests of the first of them, which the log has; goes on with what is pushed
     */
    RepeatedRows(RowDigests table, RowDigests log) {
        this.table = table;
        this.log = log;
        this.begin = log.rows();
    }

    /** Compares the next rows that were pushed with those of the table. */
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
