package io.tickbus.store;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.tickbus.table.RowQueue;
import io.tickbus.table.Table;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one partition of a topic: the partition's position, its log position, and digests of the log's rows.
 * After an interruption, the subscriber uses the digests to check that the log is unchanged. Only the owner's thread
 * uses this class.
 */
final class PartitionProgress {
    /**
     * Limit on the runs of consecutive rows that wait for their digest. If the partitions of a table alternate, each
     * batch is a run.
     */
    private static final int UNDIGESTED_RUNS_MAX = 1000;
    /**
     * Limit on the rows that wait for their digest. The owner's thread digests this many rows in less than a second.
     */
    private static final int UNDIGESTED_ROWS_MAX = 1 << 25;

    /** The number of rows that are digested at once when a limit is exceeded. */
    private static final int DIGESTED_ROWS_MAX = 1 << 16;

    private final String name;
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
    private long next;
    private long refused;
    private LogPosition logPosition = LogPosition.START;
    private RowDigests digests = new RowDigests();
    private final RowQueue undigested = new RowQueue();
    private long logRows; // Number of rows that the partition has sent since its log began
    private @Nullable LocalDate endedDay;
    private boolean hasEndedDays;

    PartitionProgress(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Returns the epoch that batches of this partition must have. */
    PartitionEpoch partitionEpoch() {
        return partitionEpoch;
    }

    /** Opens the partition again. Batches of earlier epochs are refused from now on. */
    void open(long epoch) {
        partitionEpoch = new PartitionEpoch(epoch, partitionEpoch.number() + 1);
    }

    /**
     * Continues after an abandoned rebuild. The log position is now unknown. Batches of the current epoch are therefore
     * refused, and the subscriber must open the partition again.
     *
     * @param before the log position before the rebuild
     * @param broughtRows the number of rows that the partition has sent since the log of {@code before} began
     */
    void rebuildGivenUp(LogPosition before, long broughtRows) {
        digestAll();
        next++;
        move(before.unknown());
        logRows = broughtRows;
        open(partitionEpoch.epoch());
    }

    /** Returns the position of the next row or control record. */
    long next() {
        return next;
    }

    long refused() {
        return refused;
    }

    /** Returns the log position without a digest. This method is fast, because it digests no rows. */
    LogPosition logPositionWithoutDigest() {
        return logPosition.isKnown() ? logPosition.at(digests.rows() + undigested.rows(), 0) : logPosition;
    }

    /** Returns whether the partition reads a log and can therefore send its rows again. */
    boolean hasLog() {
        return logPosition.isKnown() && !logPosition.log().isEmpty();
    }

    /**
     * Returns whether the end of a day waits for this partition. This is the case if the partition reads a log or has
     * ended an earlier day.
     */
    boolean canEndDay() {
        return logPosition.isKnown() && (hasEndedDays || !logPosition.log().isEmpty());
    }

    @Nullable
    LocalDate endedDay() {
        return endedDay;
    }

    void endDay(LocalDate day) {
        endedDay = day;
        hasEndedDays = true;
    }

    void clearEndedDay() {
        endedDay = null;
    }

    /** @param rebuilding true if the partition is rebuilding the table */
    PartitionState state(boolean rebuilding) {
        digestAll();
        return new PartitionState(next, refused, logPosition, digests.toVector(), logRows, rebuilding, partitionEpoch);
    }

    /**
     * Advances past rows that were appended to a table. The rows are digested later, at the latest when the table drops
     * them.
     *
     * @param offset the offset of the first row
     */
    void appended(Flip rows, Table table, long offset) {
        advance(rows.size());
        if (!logPosition.isKnown()) {
            return;
        }
        if (offset < table.firstOffset()) {
            digestAll();
            digest(rows);
            return;
        }
        undigested.add(table, offset, rows.size());
        while (undigested.hasLeft(table)
                || undigested.runs() > UNDIGESTED_RUNS_MAX
                || undigested.rows() > UNDIGESTED_ROWS_MAX) {
            digest(undigested.poll(DIGESTED_ROWS_MAX));
        }
    }

    /**
     * Advances past rows that were refused. The log has these rows too, so they are digested.
     *
     * @param areRead false if this process could not decode the rows' symbols; later digests are then unknown
     */
    void refused(Flip rows, boolean areRead) {
        refused += rows.size();
        advance(rows.size());
        if (logPosition.isKnown()) {
            digestAll();
            if (areRead) {
                digests.append(rows);
            } else {
                digests.skip(rows.size());
            }
            logPosition = logPosition.at(digests.rows(), digests.last());
        }
    }

    private void advance(int rows) {
        next += rows;
        logRows += rows;
    }

    /**
     * Digests waiting rows.
     *
     * @param rowsMax limit on the number of rows to digest
     * @return the number of digested rows
     */
    int digest(int rowsMax) {
        int done = 0;
        while (done < rowsMax && !undigested.isEmpty()) {
            Flip rows = undigested.poll(rowsMax - done);
            digest(rows);
            done += rows.size();
        }
        return done;
    }

    private void digestAll() {
        while (!undigested.isEmpty()) {
            digest(undigested.poll(Integer.MAX_VALUE));
        }
    }

    private void digest(Flip rows) {
        digests.append(rows);
        logPosition = logPosition.at(digests.rows(), digests.last());
    }

    /** Advances past a control record. If the record sets a log position, moves to this position. */
    void advancePast(ControlRecord controlRecord) {
        next++;
        if (!controlRecord.movesLogPosition()) {
            return;
        }
        if (controlRecord.logPosition().rows() == 0) {
            undigested.clear(); // These rows belong to the previous log.
        }
        digestAll();
        move(controlRecord.logPosition());
    }

    /**
     * Moves to a log position. A position after the last received row becomes unknown, because no digest can confirm
     * it.
     */
    private void move(LogPosition to) {
        boolean sameLog = logPosition.log().isEmpty()
                || logPosition.follows()
                || logPosition.log().equals(to.log());
        boolean isHere = sameLog && to.rows() > 0 && to.rows() <= logPosition.rows();
        if (isHere && to.rows() == logPosition.rows()) { // Only the name of the log has changed.
            logPosition = new LogPosition(to.log(), logPosition.rows(), logPosition.digest(), to.follows());
        } else if (isHere) {
            digests = digests.upTo(to.rows(), to.digest());
            logPosition = to;
        } else {
            boolean begins = to.rows() == 0 || !sameLog; // If the log continues, its first digests stay valid.
            digests = begins ? new RowDigests() : digests;
            logPosition = to.rows() == 0 ? to : to.unknown();
            logRows = begins ? 0 : logRows;
        }
    }
}
