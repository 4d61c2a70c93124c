package io.tickbus.subscriber;

import io.tickbus.event.ControlRecord;
import io.tickbus.event.LogPosition;
import io.tickbus.event.PartitionState;
import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
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
    private final SubscribedSyms filter;
    private final PartitionState partitionState;
    private final boolean named;
    private final ReplayDecision.Origin origin;
    private final VectorBuilder[] scratch;
    private final int scratchRows;
    private LogPosition from;
    private final RowDigests read = new RowDigests(); // digests of the compared rows
    private RowDigests published = new RowDigests(); // digests of the compared rows that were published
    private long rows; // skipped in the published part
    private long left; // still to skip
    private long comparedBeforeDamage = ReplayDecision.Evidence.NO_DAMAGE;
    private boolean behindPublished;
    private RowDigests behind = new RowDigests(); // digests of unpublished rows that the table lacks
    private boolean differs;
    private boolean decided;
    private boolean exact = true;
    private String whatIsWrong = "";
    private String obstacle = "";
    private boolean anew;

    /**
     * @param partitionState the partition's state at the owner
     * @param from where reading starts
     * @param named whether the tickerplant has named the log of the partition's rows, so that it was not inferred
     * @param origin whether the table's rows may be the first ones of that log
     */
    ReplayCursor(
            PartitionWriter partition,
            SubscribedSyms filter,
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
        this.left = isComparable() ? from.rows() : Long.MAX_VALUE;
        this.decided = isComparable() && left == 0 && !partition.checks().repeats();
        this.anew = partitionState.rebuilding();
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
    boolean isAnew() {
        return anew;
    }

    /** Returns whether some rows of the table were not found in the log yet. */
    boolean isComparing() {
        return isComparable() && left > 0 && !differs;
    }

    /** Returns whether rows are applied now. */
    boolean isTaking() {
        return left == 0 && !differs && !behindPublished;
    }

    /** Returns whether the cursor has reached the end of the published part without doubt. */
    boolean isExact() {
        return decided && exact && !isWrong();
    }

    /** Notes damage in the log. If rows are being compared, the damage may have held some of them. */
    void damaged() {
        if (isComparing()) {
            comparedBeforeDamage = read.rows();
        }
    }

    /** Notes that a gap is published for damage among the applied rows. */
    void damageIsSaid(String damage) {
        if (isTaking()) {
            partition.isNewDamage(damage);
        }
    }

    /** Applies all further rows, whatever the table has. */
    void applyFromHere() {
        decided = true;
        exact = false;
        left = 0;
        differs = false;
        behindPublished = false;
    }

    /** Notes that further messages were not published before the subscription. They are compared and not applied. */
    void publishedPartEnds() {
        drain();
        published = read.upTo(read.rows(), read.last());
        behindPublished = true;
    }

    /** Returns the digests of the rows after the published part, which q must push first. */
    RowDigests rowsToCome() {
        return behind;
    }

    /** Returns what reading a log has shown. */
    ReplayDecision.Evidence evidence(String log) {
        drain();
        long difference = isComparable() ? partitionState.rowDigests().differenceTo(read) : 0;
        boolean hasBehind = behind.rows() > 0;
        return new ReplayDecision.Evidence(
                origin,
                partitionState.held(),
                rows,
                difference,
                left == 0,
                comparedBeforeDamage == ReplayDecision.Evidence.NO_DAMAGE
                        ? ReplayDecision.Evidence.NO_DAMAGE
                        : read.rows() - comparedBeforeDamage,
                hasBehind && rows < from.rows(),
                hasBehind && partition.checks().doubtsCount(log));
    }

    /** Compares the next pushed rows with the table's rows that the tickerplant does not count as published. */
    void watchForRepetition() {
        if (isComparable() && rows < partitionState.logPosition().rows()) {
            partition.checks().watch(new RepeatedRows(partitionState.rowDigests(), published));
        }
    }

    /** Returns the log position after the compared rows. */
    LogPosition compared(String log) {
        return new LogPosition(log, read.rows(), read.last(), false);
    }

    /** Returns whether the partition's rows are known to come from the log that is read first. */
    boolean isNamed() {
        return named;
    }

    private boolean isComparable() {
        return origin == ReplayDecision.Origin.LOG;
    }

    /** Returns whether the fate of the table's rows is decided, so that further rows are applied. */
    boolean isDecided() {
        return decided;
    }

    /** Decides that the table's rows stay, because the log has them. */
    void confirm() {
        decided = true;
    }

    /** Decides that the table must be rebuilt. No row is applied until {@link #restart}. */
    void wrong(String reason) {
        decided = true;
        differs = true;
        whatIsWrong = reason;
    }

    boolean isWrong() {
        return !whatIsWrong.isEmpty();
    }

    /**
     * Notes that a log for a rebuild is not whole, if the table must be rebuilt. The rebuilt table would have fewer rows than
     * the present one.
     */
    void chainIsBroken(String reason) {
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
        whatIsWrong = "";
        decided = false;
    }

    String whatIsWrong() {
        return whatIsWrong;
    }

    /** Starts again with the same log, for a new generation of the table. */
    void restart() {
        from = new LogPosition(from.log(), 0);
        anew = true;
        applyFromHere();
        behind = new RowDigests();
        exact = true;
        partition.add(ControlRecord.rebuild(from, whatIsWrong));
        whatIsWrong = "";
    }

    /**
     * Decodes the next messages of a log if they are rows of this table in a usual shape. Returns false if the next message is
     * not.
     */
    boolean apply(LogReader log, long messagesMax) throws IOException {
        if (isTaking() && filter.isAll() && scratch[0].size() == 0) {
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
    void miss(Value payload, String reason) {
        drain();
        if (isTaking()) {
            partition.rejectLoggedUnreadable(payload, reason);
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
        Flip mine = filter.select(table);
        boolean countsOn = behindPublished && !isComparable();
        int skipped = countsOn ? 0 : (int) Math.min(left, mine.size());
        skip(mine, skipped);
        int rest = mine.size() - skipped;
        if (isTaking()) {
            partition.add(mine.slice(skipped, rest));
        } else if (behindPublished) {
            behind.append(mine, skipped, rest);
        }
    }

    private void skip(Flip mine, int count) {
        rows += behindPublished ? 0 : count;
        if (isComparable() && count > 0) {
            read.append(mine, 0, count);
            left -= count;
            differs = left == 0 && partitionState.rowDigests().differenceTo(read) > 0;
        }
    }
}
