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
 * Progress of one partition of a topic: its position on the bus, its log position, and digests of the log's rows. With
 * the digests, the next session proves that the log is still the same one. Owner's thread only.
 */
final class PartitionProgress {
    /**
     * Limit on the runs of rows that wait for their digest. If many partitions take turns in a table, each batch is a
     * run.
     */
    private static final int UNDIGESTED_RUNS_MAX = 1000;
    /**
     * Limit on the rows that wait for their digest. This many rows take less than a second of the owner's thread when a
     * digest is requested.
     */
    private static final int UNDIGESTED_ROWS_MAX = 1 << 25;

    /** Number of rows that are digested at once when too many wait. */
    private static final int DIGESTED_ROWS_MAX = 1 << 16;

    private final String name;
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
    private long next;
    private long refused;
    private LogPosition logPosition = LogPosition.START;
    private RowDigests digests = new RowDigests();
    private final RowQueue undigested = new RowQueue();
    private long logRows; // number of rows since the log began
    private @Nullable LocalDate endedDay;
    private boolean hasEndedDays;

    PartitionProgress(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Returns the epoch that the partition's batches must have. */
    PartitionEpoch partitionEpoch() {
        return partitionEpoch;
    }

    /** Opens the partition again. Batches of its earlier epochs are refused from now on. */
    void open(long epoch) {
        partitionEpoch = new PartitionEpoch(epoch, partitionEpoch.number() + 1);
    }

    /**
     * Continues after an abandoned rebuild. The log position is unknown then, and the subscriber must ask for it:
     * batches of the present epoch are refused.
     *
     * @param before the log position before the rebuild
     * @param broughtRows number of rows that the partition has brought since that log began
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

    /** Returns the number of rows that have a position but were refused. */
    long refused() {
        return refused;
    }

    /** Returns the log position without a digest, so that waiting rows need not be digested. */
    LogPosition logPositionWithoutDigest() {
        return logPosition.isKnown() ? logPosition.at(digests.rows() + undigested.rows(), 0) : logPosition;
    }

    /** Returns whether the partition reads a log, so that its rows can come again. */
    boolean hasLog() {
        return logPosition.isKnown() && !logPosition.log().isEmpty();
    }

    /** Returns whether the end of a day waits for this partition: it reads a log, or has ended a day before. */
    boolean canEndDay() {
        return logPosition.isKnown() && (hasEndedDays || !logPosition.log().isEmpty());
    }

    /** Returns the last day that the partition has ended; null if there is none. */
    @Nullable
    LocalDate endedDay() {
        return endedDay;
    }

    void endDay(LocalDate day) {
        endedDay = day;
        hasEndedDays = true;
    }

    /** Discards the last day that the partition has ended. */
    void clearEndedDay() {
        endedDay = null;
    }

    /** @param rebuilding whether the partition has begun a generation of the table that is not complete yet */
    PartitionState state(boolean rebuilding) {
        digestAll();
        return new PartitionState(next, refused, logPosition, digests.toVector(), logRows, rebuilding, partitionEpoch);
    }

    /**
     * Advances past rows that were appended to a table. They are digested later, if the table keeps them.
     *
     * @param offset of the first row
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
     * Advances past rows that were refused. The log has them too, so they count in its digest.
     *
     * @param areRead false if this process has no room for the rows' symbols; the digest after them is unknown then
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
     * @param rowsMax limit on the number of rows
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

    /** Advances past a control record, and to the log position that it may have. */
    void advancePast(ControlRecord controlRecord) {
        next++;
        if (!controlRecord.movesLogPosition()) {
            return;
        }
        if (controlRecord.logPosition().rows() == 0) {
            undigested.clear(); // another log begins
        }
        digestAll();
        move(controlRecord.logPosition());
    }

    /** Moves to a log position. A position ahead of the received rows cannot be proved later, and counts as unknown. */
    private void move(LogPosition to) {
        boolean sameLog = logPosition.log().isEmpty()
                || logPosition.follows()
                || logPosition.log().equals(to.log());
        boolean isHere = sameLog && to.rows() > 0 && to.rows() <= logPosition.rows();
        if (isHere && to.rows() == logPosition.rows()) { // the log has got its name
            logPosition = new LogPosition(to.log(), logPosition.rows(), logPosition.digest(), to.follows());
        } else if (isHere) {
            digests = digests.upTo(to.rows(), to.digest());
            logPosition = to;
        } else {
            boolean begins = to.rows() == 0 || !sameLog; // if not, the digests of the first rows stay valid
            digests = begins ? new RowDigests() : digests;
            logPosition = to.rows() == 0 ? to : to.unknown();
            logRows = begins ? 0 : logRows;
        }
    }
}
