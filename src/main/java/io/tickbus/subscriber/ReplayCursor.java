package io.tickbus.subscriber;

import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;
import java.io.IOException;
import java.util.List;

/**
 * One partition's way through a tickerplant's logs. The rows that the table has are compared by their digest and skipped; the
 * rows behind them are taken. Where the log cannot be the one that the table's rows are from, its rows are counted and none is
 * taken until {@link #restart}. For the q thread.
 */
final class ReplayCursor {
    /** Memory for rows that are read before they are filtered or skipped, of one table. */
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
    private final RowDigests read = new RowDigests(); // of the rows that were compared
    private RowDigests published = new RowDigests(); // of those that were published
    private long rows; // skipped in the part that was published
    private long left; // to be skipped
    private long comparedBeforeDamage = ReplayDecision.Evidence.NO_DAMAGE;
    private boolean behindPublished;
    private RowDigests behind = new RowDigests(); // of rows that were not published, and that the table does not have
    private boolean differs;
    private boolean decided;
    private boolean exact = true;
    private String whatIsWrong = "";
    private String obstacle = "";
    private boolean anew;

    /**
     * @param partitionState of the partition with the owner
     * @param from where it begins to read
     * @param named whether the tickerplant has told that the partition's rows are of that log, so that it was not inferred
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

    /** Where it begins to read. */
    LogPosition from() {
        return from;
    }

    /** Returns whether it was started over, so that the new generation has to be swapped in at the end. */
    boolean isAnew() {
        return anew;
    }

    /** Returns whether rows of the table have not been met in the log yet. */
    boolean isComparing() {
        return isComparable() && left > 0 && !differs;
    }

    /** Returns whether its rows are taken now, so that it matters what becomes of them. */
    boolean isTaking() {
        return left == 0 && !differs && !behindPublished;
    }

    /** Returns whether it has come to where the published part ends, and nothing is in doubt. */
    boolean isExact() {
        return decided && exact && !isWrong();
    }

    /** Notes damage in the log. Among the rows that are compared, some may have been in it. */
    void damaged() {
        if (isComparing()) {
            comparedBeforeDamage = read.rows();
        }
    }

    /** Notes that a gap is said for damage among the rows that are taken. */
    void damageIsSaid(String damage) {
        if (isTaking()) {
            partition.isNewDamage(damage);
        }
    }

    /** Takes rows from here on, whatever the table has. */
    void applyFromHere() {
        decided = true;
        exact = false;
        left = 0;
        differs = false;
        behindPublished = false;
    }

    /** Notes that what is read from now on was not published before the subscription: it is compared, and never taken. */
    void publishedPartEnds() {
        drain();
        published = read.upTo(read.rows(), read.last());
        behindPublished = true;
    }

    /** Digests of the rows that the log has behind the published part: those that have to be pushed first. */
    RowDigests rowsToCome() {
        return behind;
    }

    /** What reading a log has shown. */
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

    /** Compares what will be pushed with the rows that the table has and that the tickerplant does not count as published. */
    void watchForRepetition() {
        if (isComparable() && rows < partitionState.logPosition().rows()) {
            partition.checks().watch(new RepeatedRows(partitionState.rowDigests(), published));
        }
    }

    /** The place behind the rows that were compared. */
    LogPosition compared(String log) {
        return new LogPosition(log, read.rows(), read.last(), false);
    }

    /** Returns whether the rows that the partition has are known to be of the log that is read first. */
    boolean isNamed() {
        return named;
    }

    private boolean isComparable() {
        return origin == ReplayDecision.Origin.LOG;
    }

    /** Returns whether it is certain what becomes of the table's rows, so that rows that follow are taken. */
    boolean isDecided() {
        return decided;
    }

    /** Notes that the log has what the table has. */
    void confirm() {
        decided = true;
    }

    /** Notes that the table has to be made anew; nothing is taken until {@link #restart}. */
    void wrong(String reason) {
        decided = true;
        differs = true;
        whatIsWrong = reason;
    }

    boolean isWrong() {
        return !whatIsWrong.isEmpty();
    }

    /**
     * Notes that a log that the new generation would need is not whole, if the table has to be made anew: it would end with fewer
     * rows than the table has.
     */
    void chainIsBroken(String reason) {
        if (isWrong() && obstacle.isEmpty()) {
            obstacle = reason;
        }
    }

    /** Returns why the table is not made anew though its rows are wrong; empty when it can be made anew. */
    String obstacle() {
        return obstacle;
    }

    /** Lets the wrong rows stay. The log that they are of is passed without its rows, and what becomes of them is decided again. */
    void retainWrongRows() {
        whatIsWrong = "";
        decided = false;
    }

    String whatIsWrong() {
        return whatIsWrong;
    }

    /** Starts over with the same log, for a new generation of the table. */
    void restart() {
        from = new LogPosition(from.log(), 0);
        anew = true;
        applyFromHere();
        behind = new RowDigests();
        exact = true;
        partition.add(ControlRecord.rebuild(from, whatIsWrong));
        whatIsWrong = "";
    }

    /** Takes the next messages of a log if they are of this table and in a usual shape. Returns false if the next one is not. */
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

    /** Takes rows in any other shape. */
    void apply(Value payload) throws RowShape.Mismatch {
        Flip table = RowShape.rows(partition.schema(), payload);
        drain();
        apply(table);
    }

    /** Notes rows that cannot be taken, if they would be taken now. */
    void miss(Value payload, String reason) {
        drain();
        if (isTaking()) {
            partition.rejectLoggedUnreadable(payload, reason);
        }
    }

    /** Passes on what was read. */
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
