package io.tickbus.subscriber;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.Value;
import io.tickbus.q.Vector;
import io.tickbus.q.VectorBuilder;
import java.io.IOException;
import java.util.List;

/**
 * One partition's way through a tickerplant's logs: what it has is skipped, and compared at its end with the last row that is in
 * the table; the rest is taken. For the q thread.
 */
final class Track {
    /** Rows that are read before they are filtered or skipped. */
    private static final int SCRATCH_ROWS = 1 << 14;

    private final Partition partition;
    private final SymFilter filter;
    private final Flip last;
    private final VectorBuilder[] scratch;
    private LogPlace from;
    private final boolean told;
    private long left; // of the rows to skip
    private boolean wrong;
    private boolean anew;

    /**
     * @param from where the partition stands
     * @param told whether the log of that was told, or has been inferred
     * @param last its last row, if there is one
     * @param anew whether a new generation has been begun before, and is to be gone on with
     */
    Track(Partition partition, SymFilter filter, LogPlace from, boolean told, Flip last, boolean anew) {
        this.partition = partition;
        this.filter = filter;
        this.from = from;
        this.told = told;
        this.left = from.rows();
        this.last = last;
        this.anew = anew;
        this.scratch = partition.schema().builders(SCRATCH_ROWS).toArray(VectorBuilder[]::new);
    }

    Partition partition() {
        return partition;
    }

    String table() {
        return partition.table();
    }

    /** Where it begins. */
    LogPlace from() {
        return from;
    }

    /** Whether what the table holds is not what the log has: then no more is taken, until {@link #beginAnew}. */
    boolean isWrong() {
        return wrong;
    }

    /** Whether it has been started over: the new generation is to be swapped in at the end. */
    boolean isAnew() {
        return anew;
    }

    /** Whether the table has rows of the log that have not been met in it. */
    boolean isSkipping() {
        return left > 0;
    }

    /** Gives up skipping, since nobody can tell what there was. */
    void skipNothing() {
        left = 0;
    }

    /** Whether the rows that the partition has are of this log, for sure. */
    boolean isToldOf(String log) {
        return told && from.log().equals(log);
    }

    /** Has the partition start over with a log, for a new generation of the table. */
    void beginAnew(String log, String reason) {
        from = new LogPlace(log, 0);
        left = 0;
        wrong = false;
        anew = true;
        partition.add(Mark.rebuild(from, reason));
    }

    /** Takes the next messages of a log if they are of this table and as they mostly are; false when not one is. */
    boolean take(LogReader log, long messagesMax) throws IOException {
        if (isTaking() && filter.isAll() && scratch[0].size() == 0) {
            return partition.take(log, messagesMax);
        }
        int rows = log.takeRows(partition.logRows(), scratch, SCRATCH_ROWS, messagesMax);
        if (scratch[0].size() >= SCRATCH_ROWS) {
            drain();
        }
        return rows > 0;
    }

    /** Takes rows in any other shape. */
    void take(Value payload) throws RowShape.Mismatch {
        Flip rows = RowShape.rows(partition.schema(), payload);
        drain();
        apply(rows);
    }

    /** Whether rows of it are taken now, so that it matters what becomes of them. */
    boolean isTaking() {
        return left == 0 && !wrong;
    }

    /** Passes on what was read. */
    void drain() {
        if (scratch[0].size() > 0) {
            Flip rows = partition.schema().flip(List.of(scratch));
            apply(rows);
            for (VectorBuilder column : scratch) {
                column.clear();
            }
        }
    }

    private void apply(Flip rows) {
        Flip mine = filter.select(rows);
        if (wrong) {
            return;
        }
        int skipped = (int) Math.min(left, mine.size());
        left -= skipped;
        if (skipped > 0 && left == 0 && !isLast(mine, skipped - 1)) {
            wrong = true;
            return;
        }
        partition.add(mine.slice(skipped, mine.size() - skipped));
    }

    private boolean isLast(Flip rows, int row) {
        if (last.size() == 0) {
            return true;
        }
        for (int i = 0; i < rows.columns().size(); i++) {
            Vector column = rows.column(i);
            if (!column.matches(row, last.column(i), last.size() - 1)) {
                return false;
            }
        }
        return true;
    }

    /** The log has no more: it has to have shown all that the table holds of it. */
    void logEnds() {
        drain();
        wrong |= left > 0;
    }
}
