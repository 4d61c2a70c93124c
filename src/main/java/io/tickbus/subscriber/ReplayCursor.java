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
 * One partition's way through a tickerplant's logs. Rows that the table has are compared by their digests and skipped. Rows
 * after them are applied. If the log cannot be the one of the table's rows, its rows are counted and none is applied until
 * {@link #restart}. {@link CatchUp} creates it, {@link Replay} moves it. Owned by the q thread.
 */
final class ReplayCursor {
    /** Memory for decoded rows of one table before they are filtered or skipped, in bytes. */
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
    private final RowDigests comparedRows = new RowDigests(); // digests of the compared rows
    private RowDigests publishedRows = new RowDigests(); // digests of the compared rows that were published
    private long skippedRows; // skipped in the published part
    private long rowsToSkip; // still to skip
    private long comparedBeforeDamage = ReplayDecision.Evidence.NO_DAMAGE;
    private boolean pastPublished;
    private RowDigests unpublished = new RowDigests(); // digests of unpublished rows that the table lacks
    private boolean differs;
    private boolean decided;
    private boolean exact = true;
    private String wrongReason = "";
    private String obstacle = "";
    private boolean rebuilding;

    /**
     * @param partitionState the partition's state at the owner
     * @param from where reading starts
     * @param named whether the tickerplant has named the log of the partition's rows, so that it was not inferred
     * @param origin whether the table's rows may be the first ones of that log
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

    /** Returns where reading starts. */
    LogPosition from() {
        return from;
    }

    /** Returns whether the table is being rebuilt, so that the new generation must replace the old one at the end. */
    boolean isRebuilding() {
        return rebuilding;
    }

    /** Returns whether some rows of the table were not found in the log yet. */
    boolean isComparing() {
        return isComparable() && rowsToSkip > 0 && !differs;
    }

    /** Returns whether rows are applied now. */
    boolean isApplying() {
        return rowsToSkip == 0 && !differs && !pastPublished;
    }

    /** Returns whether the cursor has reached the end of the published part without doubt. */
    boolean isExact() {
        return decided && exact && !isWrong();
    }

    /** Notes damage in the log. If rows are being compared, the damage may have held some of them. */
    void onDamage() {
        if (isComparing()) {
            comparedBeforeDamage = comparedRows.rows();
        }
    }

    /** Notes that a gap is published for damage among the applied rows. */
    void onDamageReported(String damage) {
        if (isApplying()) {
            partition.isNewDamage(damage);
        }
    }

    /** Applies all further rows, whatever the table has. */
    void applyFromHere() {
        decided = true;
        exact = false;
        rowsToSkip = 0;
        differs = false;
        pastPublished = false;
    }

    /** Notes that further messages were not published before the subscription. They are compared and not applied. */
    void publishedPartEnds() {
        drain();
        publishedRows = comparedRows.upTo(comparedRows.rows(), comparedRows.last());
        pastPublished = true;
    }

    /** Returns the digests of the rows after the published part, which q must push first. */
    RowDigests unpublishedRows() {
        return unpublished;
    }

    /** Returns what reading a log has shown. */
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

    /** Compares the next pushed rows with the table's rows that the tickerplant does not count as published. */
    void watchForRepetition() {
        if (isComparable() && skippedRows < partitionState.logPosition().rows()) {
            partition.checks().compareNext(new RepeatedRows(partitionState.rowDigests(), publishedRows));
        }
    }

    /** Returns the log position after the compared rows. */
    LogPosition comparedPosition(String log) {
        return new LogPosition(log, comparedRows.rows(), comparedRows.last(), false);
    }

    /** Returns whether the partition's rows are known to come from the log that is read first. */
    boolean isNamed() {
        return named;
    }

    private boolean isComparable() {
        return origin == ReplayDecision.Origin.LOG;
    }

    /** Returns whether the decision about the table's rows was made, so that further rows are applied. */
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
     * Notes that a log for a rebuild is not whole, if the table must be rebuilt. The rebuilt table would have fewer rows than
     * the present one.
     */
    void onBrokenChain(String reason) {
        if (isWrong() && obstacle.isEmpty()) {
            obstacle = reason;
        }
    }

    /** Returns why the table cannot be rebuilt though its rows are wrong; empty if it can be rebuilt. */
    String obstacle() {
        return obstacle;
    }

    /** Keeps the wrong rows. Their log is read again without applying its rows, and the decision is made again. */
    void retainWrongRows() {
        wrongReason = "";
        decided = false;
    }

    String wrongReason() {
        return wrongReason;
    }

    /** Starts again with the same log, for a new generation of the table. */
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
     * Decodes the next messages of a log if they are rows of this table in a usual shape. Returns false if the next message is
     * not.
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

    /** Applies rows in any other shape. */
    void apply(Value payload) throws RowShape.Mismatch {
        Flip table = RowShape.rows(partition.schema(), payload);
        drain();
        apply(table);
    }

    /** Adds unreadable rows to the missing ones if rows are applied now. */
    void addMissing(Value payload, String reason) {
        drain();
        if (isApplying()) {
            partition.rejectLogged(payload, RejectReason.SYMBOLS, reason);
        }
    }

    /** Applies, skips or compares the decoded rows. */
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
