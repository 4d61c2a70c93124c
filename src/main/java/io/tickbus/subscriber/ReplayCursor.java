package io.tickbus.subscriber;

import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.q.SymFilter;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;
import java.io.IOException;
import java.util.List;

/**
 * The position of one partition while a tickerplant's logs are read. Rows that the table has are compared by their
 * digests and skipped. Later rows are applied. If the table's rows cannot come from the log, the rows of the log are
 * only counted until {@link #restart}.
 *
 * <p>{@link CatchUp} creates the cursor, and {@link Replay} moves it. Owned by the q thread.
 */
final class ReplayCursor {
    /** Limit of the memory for decoded rows of one table before they are filtered, in bytes. */
    private static final int SCRATCH_BYTES = 1 << 19;

    private static final int SCRATCH_ROWS_MAX = 1 << 14;
    private static final int CELL_BYTES_MIN = 4;

    private final PartitionWriter partition;
    private final SymFilter filter;
    private final PartitionState partitionState;
    private final boolean named;
    private final ReplayDecision.Origin origin;
    private final VectorBuilder[] scratch;
    private final int scratchRows;
    private LogPosition from;
    // Digests of all compared rows.
    private final RowDigests comparedRows = new RowDigests();
    // Digests of the compared rows in the published part of the log.
    private RowDigests publishedRows = new RowDigests();
    // Number of rows that were skipped in the published part.
    private long skippedRows;
    // Number of rows that must still be skipped.
    private long rowsToSkip;
    private long comparedBeforeDamage = ReplayDecision.Evidence.NO_DAMAGE;
    private boolean pastPublished;
    // Digests of rows that the table lacks and that the log has after its published part.
    private RowDigests unpublished = new RowDigests();
    private boolean differs;
    private boolean decided;
    private boolean exact = true;
    private String wrongReason = "";
    private String obstacle = "";
    private boolean rebuilding;

    /**
     * @param partitionState the partition's state at the owner
     * @param from the log position at which reading starts
     * @param named true if reading starts with the log of the partition's rows, and the tickerplant has reported the
     *     name of this log
     * @param origin whether the table's rows come from the log that is read first
     */
    ReplayCursor(
            PartitionWriter partition,
            SymFilter filter,
            PartitionState partitionState,
            LogPosition from,
            boolean named,
            ReplayDecision.Origin origin) {
        this.partition = partition;
        this.filter = filter;
        this.partitionState = partitionState;
        this.from = from;
        this.named = named;
        this.origin = origin;
        this.rowsToSkip = isComparable() ? from.rows() : Long.MAX_VALUE;
        this.decided = isComparable() && rowsToSkip == 0 && !partition.checks().repeats();
        this.rebuilding = partitionState.rebuilding();
        this.scratch = partition.schema().builders(0).toArray(VectorBuilder[]::new);
        this.scratchRows = scratchRows(partition.schema());
    }

    private static int scratchRows(Schema schema) {
        int rowBytes = schema.types().stream()
                .mapToInt(type -> Math.max(CELL_BYTES_MIN, type.bytes()))
                .sum();
        return Math.max(1, Math.min(SCRATCH_ROWS_MAX, SCRATCH_BYTES / rowBytes));
    }

    PartitionWriter partition() {
        return partition;
    }

    String table() {
        return partition.table();
    }

    LogPosition from() {
        return from;
    }

    /** Returns whether a new generation of the table is being built from the logs. */
    boolean isRebuilding() {
        return rebuilding;
    }

    /** Returns whether some rows of the table have not been found in the log yet. */
    boolean isComparing() {
        return isComparable() && rowsToSkip > 0 && !differs;
    }

    boolean isApplying() {
        return rowsToSkip == 0 && !differs && !pastPublished;
    }

    /** Returns whether the partition certainly has all rows of the published part. */
    boolean isExact() {
        return decided && exact && !isWrong();
    }

    /** Records damage in the log. The damaged bytes may have held rows of the table that are still being compared. */
    void onDamage() {
        if (isComparing()) {
            comparedBeforeDamage = comparedRows.rows();
        }
    }

    /** Records that a gap is published for damage in the log. Does nothing if no rows are being applied. */
    void onDamageReported(String damage) {
        if (isApplying()) {
            partition.isNewDamage(damage);
        }
    }

    /** Applies all further rows, regardless of the rows that the table has. */
    void applyFromHere() {
        decided = true;
        exact = false;
        rowsToSkip = 0;
        differs = false;
        pastPublished = false;
    }

    /** Records the end of the published part of the log. Later rows are compared and not applied. */
    void publishedPartEnds() {
        drain();
        publishedRows = comparedRows.upTo(comparedRows.rows(), comparedRows.last());
        pastPublished = true;
    }

    /** Returns the digests of the rows after the published part of the log. q must push these rows first. */
    RowDigests unpublishedRows() {
        return unpublished;
    }

    /** Returns what the log has shown so far. */
    ReplayDecision.Evidence evidence(String log) {
        drain();
        long difference = isComparable() ? partitionState.rowDigests().differenceTo(comparedRows) : 0;
        boolean hasUnpublished = unpublished.rows() > 0;
        return new ReplayDecision.Evidence(
                origin,
                partitionState.held(),
                skippedRows,
                difference,
                rowsToSkip == 0,
                comparedBeforeDamage == ReplayDecision.Evidence.NO_DAMAGE
                        ? ReplayDecision.Evidence.NO_DAMAGE
                        : comparedRows.rows() - comparedBeforeDamage,
                hasUnpublished && skippedRows < from.rows(),
                hasUnpublished && partition.checks().doubtsCount(log));
    }

    /**
     * Starts to compare the next pushed rows with rows of the table that the published part of the log lacks. A
     * restarted tickerplant may push these rows again.
     */
    void watchForRepetition() {
        if (isComparable() && skippedRows < partitionState.logPosition().rows()) {
            partition.checks().compareNext(new RepeatedRows(partitionState.rowDigests(), publishedRows));
        }
    }

    /** Returns the log position after the compared rows. */
    LogPosition comparedPosition(String log) {
        return new LogPosition(log, comparedRows.rows(), comparedRows.last(), false);
    }

    /**
     * Returns whether reading starts with the log of the partition's rows, and the tickerplant has reported the name of
     * this log.
     */
    boolean isNamed() {
        return named;
    }

    private boolean isComparable() {
        return origin == ReplayDecision.Origin.LOG;
    }

    boolean isDecided() {
        return decided;
    }

    /** Decides that the table's rows stay, because the log has them. */
    void confirm() {
        decided = true;
    }

    /** Decides that the table must be rebuilt. No row is applied until {@link #restart}. */
    void requireRebuild(String reason) {
        decided = true;
        differs = true;
        wrongReason = reason;
    }

    boolean isWrong() {
        return !wrongReason.isEmpty();
    }

    /**
     * Records that a log is not whole. A table whose rows are wrong can then not be rebuilt, because it would lose
     * rows.
     */
    void onBrokenChain(String reason) {
        if (isWrong() && obstacle.isEmpty()) {
            obstacle = reason;
        }
    }

    /** Returns why a table with wrong rows cannot be rebuilt. The text is empty if a rebuild is possible. */
    String obstacle() {
        return obstacle;
    }

    /**
     * Keeps the table's rows although the log proves them wrong. The log is then read again without applying its rows.
     * Afterwards a new decision is made.
     */
    void retainWrongRows() {
        wrongReason = "";
        decided = false;
    }

    String wrongReason() {
        return wrongReason;
    }

    /** Starts a new generation of the table at the beginning of the first log. */
    void restart() {
        from = new LogPosition(from.log(), 0);
        rebuilding = true;
        applyFromHere();
        unpublished = new RowDigests();
        exact = true;
        partition.add(ControlRecord.rebuild(from, wrongReason));
        wrongReason = "";
    }

    /**
     * Decodes the next messages of a log if they are rows of this table in a shape that
     * {@link io.tickbus.q.wire.LogRows} supports. Returns false if the next message has another shape or table.
     */
    boolean apply(LogReader log, long messagesMax) throws IOException {
        if (isApplying() && filter.isAll() && scratch[0].size() == 0) {
            return partition.decode(log, messagesMax);
        }
        int taken = log.decodeRows(partition.logRows(), scratch, scratchRows, messagesMax);
        if (scratch[0].size() >= scratchRows) {
            drain();
        }
        return taken > 0;
    }

    /** Applies rows in any shape. */
    void apply(Value payload) throws RowShape.Mismatch {
        Flip table = RowShape.rows(partition.schema(), payload);
        drain();
        apply(table);
    }

    /** Counts unreadable rows as missing, if rows are being applied. */
    void addMissing(Value payload, String reason) {
        drain();
        if (isApplying()) {
            partition.rejectLogged(payload, RejectReason.SYMBOLS, reason);
        }
    }

    /** Applies, skips or compares the rows that were decoded so far. */
    void drain() {
        if (scratch[0].size() > 0) {
            apply(partition.schema().flip(List.of(scratch)));
            for (VectorBuilder column : scratch) {
                column.clear();
            }
        }
    }

    private void apply(Flip table) {
        Flip requested = filter.select(table);
        boolean countsUnpublished = pastPublished && !isComparable();
        int skipped = countsUnpublished ? 0 : (int) Math.min(rowsToSkip, requested.size());
        skip(requested, skipped);
        int remaining = requested.size() - skipped;
        if (isApplying()) {
            partition.add(requested.slice(skipped, remaining));
        } else if (pastPublished) {
            unpublished.append(requested, skipped, remaining);
        }
    }

    private void skip(Flip requested, int count) {
        skippedRows += pastPublished ? 0 : count;
        if (isComparable() && count > 0) {
            comparedRows.append(requested, 0, count);
            rowsToSkip -= count;
            differs = rowsToSkip == 0 && partitionState.rowDigests().differenceTo(comparedRows) > 0;
        }
    }
}
