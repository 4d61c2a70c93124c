package io.tickbus.store;

import io.tickbus.event.ControlRecord;
import io.tickbus.event.LogPosition;
import io.tickbus.event.PartitionEpoch;
import io.tickbus.event.PartitionState;
import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.table.RowQueue;
import io.tickbus.table.Table;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where one partition of a topic stands: its position on the bus, its place in the tickerplant's log, and digests of the rows of
 * that log, which let the next session prove that the log is still the same. For the owner's thread.
 */
final class PartitionProgress {
    /** Runs of rows that may wait to be digested: where many partitions take turns in a table, each batch is one. */
    private static final int UNDIGESTED_RUNS_MAX = 1000;
    /** Rows that may wait: so many take the owner's thread less than a second when somebody asks. */
    private static final int UNDIGESTED_ROWS_MAX = 1 << 25;

    /** Rows that are digested at once when too many wait. */
    private static final int DIGESTED_ROWS_MAX = 1 << 16;

    private final String name;
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
    private long next;
    private long refused;
    private LogPosition logPosition = LogPosition.START;
    private RowDigests digests = new RowDigests();
    private final RowQueue undigested = new RowQueue();
    private long logRows; // since the log began
    private @Nullable LocalDate endedDay;
    private boolean hasEndedDays;

    PartitionProgress(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** What its batches have to carry. */
    PartitionEpoch partitionEpoch() {
        return partitionEpoch;
    }

    /** Opens the partition again. Batches that carry an earlier opening are refused from then on. */
    void open(long epoch) {
        partitionEpoch = new PartitionEpoch(epoch, partitionEpoch.number() + 1);
    }

    /**
     * Goes on where a rebuild is given up. Where the partition stands in its log is not known then, and the subscriber has to ask:
     * what it sends under the present opening is refused, and cannot be joined on.
     *
     * @param before where it stood before the rebuild
     * @param broughtRows that it has brought since that log began
     */
    void rebuildGivenUp(LogPosition before, long broughtRows) {
        digestAll();
        next++;
        move(before.unknown());
        logRows = broughtRows;
        open(partitionEpoch.epoch());
    }

    /** The position of its next row or mark. */
    long next() {
        return next;
    }

    /** Rows whose positions are taken, and which are not in the table. */
    long refused() {
        return refused;
    }

    /** Where it stands in the log; its rows are not digested for that. */
    LogPosition logPositionWithoutDigest() {
        return logPosition.isKnown() ? logPosition.at(digests.rows() + undigested.rows(), 0) : logPosition;
    }

    /** Returns whether it stands in a log, so that its rows can come again. */
    boolean hasLog() {
        return logPosition.isKnown() && !logPosition.log().isEmpty();
    }

    /** Returns whether it can be waited for at the end of a day: it has a log, or has ended a day before. */
    boolean canEndDay() {
        return logPosition.isKnown() && (hasEndedDays || !logPosition.log().isEmpty());
    }

    /** The last day that it has ended; null when it has ended none. */
    @Nullable
    LocalDate endedDay() {
        return endedDay;
    }

    void endDay(LocalDate day) {
        endedDay = day;
        hasEndedDays = true;
    }

    /** Forgets the last day that it has ended. */
    void clearEndedDay() {
        endedDay = null;
    }

    /** @param rebuilding whether it has begun a generation of the table that it has not yet declared whole */
    PartitionState state(boolean rebuilding) {
        digestAll();
        return new PartitionState(next, refused, logPosition, digests.toVector(), logRows, rebuilding, partitionEpoch);
    }

    /**
     * Advances behind rows that a table has taken. They are digested later, if the table keeps them.
     *
     * @param offset of the first
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
     * Advances behind rows that the table will never have. The log has them as well, so they count in its digest.
     *
     * @param areRead false where this process has no room for their symbols: then the digest behind them is not known
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
     * Digests rows that wait for it.
     *
     * @return how many; {@code rowsMax} at most
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

    /** Advances behind a mark, and goes where it says. */
    void advancePast(ControlRecord controlRecord) {
        next++;
        if (!controlRecord.movesLogPosition()) {
            return;
        }
        if (controlRecord.logPosition().rows() == 0) {
            undigested.clear(); // digests of another log begin
        }
        digestAll();
        move(controlRecord.logPosition());
    }

    /** A place that is ahead of the rows that are here cannot be proved later, and counts as unknown. */
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
            boolean begins = to.rows() == 0 || !sameLog; // else the digests of the first rows are still right
            digests = begins ? new RowDigests() : digests;
            logPosition = to.rows() == 0 ? to : to.unknown();
            logRows = begins ? 0 : logRows;
        }
    }
}
