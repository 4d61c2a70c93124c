package io.tickbus.subscriber;

import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.Frames;
import io.tickbus.q.LogRows;
import io.tickbus.q.RowReader;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table that this subscriber brings, gathered into batches, and the marks among them. For the thread that
 * reads.
 */
final class PartitionWriter {
    static final int MARK_BYTES = 64;

    /** Room to make at once for the rows of the next batch, all columns together: what a table holds back while it is quiet. */
    static final int ROOM_BYTES_MAX = 1 << 20;

    /** Rows on their way out, or a mark that follows those before it. */
    private record Leaving(Flip rows, @Nullable ControlRecord controlRecord) {}

    private final String table;
    private final Schema schema;
    private final RowReader reader;
    private final LogRows logRows;
    private final UnrequestedRows foreign;
    private final MissingRows missing;
    private final int batchRowsMax;
    private final InFlightWindow window;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private final InFlight inFlight;
    private final Queue<Leaving> leaving = new ArrayDeque<>();
    private VectorBuilder[] gathered;
    private Flip rest; // of the rows that leave first
    private final Flip nothing; // in place of rows that have left, so that their arrays can go
    private LogPosition log = LogPosition.NOWHERE; // of the rows that are taken; how many of it does not count
    private final PushChecks checks;
    private String damageSaid = ""; // of a log, for which a gap was said last

    /**
     * @param bareRows whether q may send rows of this table without its name
     * @param foreign keeps rows out that are not asked for
     * @param missing of the table, whichever partition of this subscriber brings it
     * @param checks of the rows that are pushed first
     */
    PartitionWriter(
            String table,
            Schema schema,
            boolean bareRows,
            UnrequestedRows foreign,
            MissingRows missing,
            PushChecks checks,
            int batchRowsMax,
            InFlightWindow window,
            TableCounters counters,
            RejectionReporter rejections,
            InFlight inFlight) {
        this.table = table;
        this.rejections = rejections;
        this.schema = schema;
        this.reader = new RowReader(table, schema, bareRows);
        this.logRows = new LogRows(table, schema);
        this.foreign = foreign;
        this.missing = missing;
        this.checks = checks;
        this.batchRowsMax = batchRowsMax;
        this.window = window;
        this.counters = counters;
        this.inFlight = inFlight;
        this.gathered = roomFor(0);
        this.nothing = schema.empty();
        this.rest = nothing;
    }

    /** Builders that make room when the first row comes. */
    private VectorBuilder[] roomFor(int rows) {
        return schema.buildersExpecting(rows, ROOM_BYTES_MAX).toArray(VectorBuilder[]::new);
    }

    /** Returns the bytes of the arrays that hold what was gathered, filled or not. */
    long roomBytes() {
        return Arrays.stream(gathered).mapToLong(VectorBuilder::arrayBytes).sum();
    }

    String table() {
        return table;
    }

    Schema schema() {
        return schema;
    }

    LogRows logRows() {
        return logRows;
    }

    InFlight inFlight() {
        return inFlight;
    }

    /** Begins where the owner stands. What was gathered and not sent is dropped: it comes again. */
    void start(PartitionState here) {
        int dropped = rest.size() + gathered[0].size();
        for (Leaving one : leaving) {
            dropped += one.rows.size();
        }
        counters.takenBack.addAndGet(dropped);
        leaving.clear();
        rest = nothing;
        gathered = roomFor(0);
        foreign.start();
        if (here.isNew()) {
            missing.reset();
        } else {
            missing.start();
        }
        log = here.logPosition();
        checks.start();
        inFlight.start(here);
    }

    PushChecks checks() {
        return checks;
    }

    /**
     * Says that rows are missing if those that should have been pushed first have not come in time, or may not have come because
     * another table has proved the count wrong.
     */
    void checkExpected(long nowNanos) {
        if (checks.isOverdue(nowNanos)) {
            countIsWrong(ExpectedRows.OTHERS_CAME_REASON);
        } else if (checks.mayMissRows(log.log())) {
            countIsWrong(PublishedCount.WRONG_REASON);
        }
    }

    /** Says that rows are missing if those that should have been pushed first have not come: their log ends. */
    void expectNoMore() {
        if (checks.isExpecting()) {
            countIsWrong(ExpectedRows.OTHERS_CAME_REASON);
        }
    }

    /** Takes rows that q has pushed, of the schema. */
    void push(Flip pushed) {
        if (!checks.areOpen()) {
            add(pushed);
            return;
        }
        Flip rows = subscribed(pushed);
        if (checks.othersCame(rows)) {
            countIsWrong(ExpectedRows.OTHERS_CAME_REASON);
        }
        int replied = checks.repliedRows(rows);
        counters.repeated.addAndGet(replied);
        add(rows.slice(replied, rows.size() - replied));
    }

    /** Returns the rows that the subscription asks for, and counts the others. */
    Flip subscribed(Flip rows) {
        Flip mine = foreign.leaveOut(rows);
        counters.received.addAndGet(rows.size() - mine.size());
        return mine;
    }

    private void countIsWrong(String reason) {
        checks.countIsWrong(log.log());
        rejections.gap(table, reason);
        add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
        add(ControlRecord.atLogPosition(log.unknown()));
    }

    /** Takes the next messages if they are of this table and in one of the usual shapes; false when not one is. */
    boolean decode(Frames frames) {
        return !checks.areOpen() && took(frames.pollRows(reader, gathered, batchRowsMax));
    }

    /** The same with the messages of a log, up to so many of them. */
    boolean decode(LogReader log, long messagesMax) throws IOException {
        return took(log.decodeRows(logRows, gathered, batchRowsMax, messagesMax));
    }

    private boolean took(int rows) {
        counters.received.addAndGet(rows);
        if (rows > 0) {
            missing.onRowApplied();
        }
        flushIfFull();
        return rows > 0;
    }

    /** Takes rows of the schema. Sends a batch when one is full. */
    void add(Flip rows) {
        counters.received.addAndGet(rows.size());
        if (rows.size() > 0) {
            missing.onRowApplied();
        }
        for (int i = 0; i < gathered.length; i++) {
            gathered[i].append(rows.column(i));
        }
        flushIfFull();
    }

    /** Takes a mark, which stays behind the rows that came before it. */
    void add(ControlRecord controlRecord) {
        gatheredLeaves();
        if (controlRecord.kind() == ControlRecord.Kind.REBUILD) {
            checks.reset();
            missing.reset();
        }
        if (startsLog(controlRecord)) {
            missing.onRowApplied();
        }
        leaving.add(new Leaving(nothing, controlRecord));
        log = controlRecord.movesLogPosition() ? controlRecord.logPosition() : log;
        flush();
    }

    /** Whether the rows behind a mark are of another log, from its start on. */
    private boolean startsLog(ControlRecord controlRecord) {
        return controlRecord.kind() == ControlRecord.Kind.END_OF_DAY
                || (controlRecord.movesLogPosition()
                        && controlRecord.logPosition().rows() == 0
                        && !log.follows()
                        && !controlRecord.logPosition().log().equals(log.log()));
    }

    private void flushIfFull() {
        if (gathered[0].size() >= batchRowsMax) {
            flush();
        }
    }

    private void gatheredLeaves() {
        int rows = gathered[0].size();
        if (rows > 0) {
            Flip all = schema.flip(List.of(gathered));
            Flip mine = foreign.leaveOut(all);
            if (mine.size() > 0) {
                leaving.add(new Leaving(mine, null));
            }
            // as many are likely to come next, and the last message of them may bring more than fit
            gathered = roomFor(Math.min(rows, 2 * batchRowsMax));
        }
    }

    /** Rejects rows that q has pushed and that do not fit. */
    void reject(Value payload, RowShape.Mismatch mismatch) {
        missing.reject(foreign.count(payload), RejectReason.MISMATCH, String.valueOf(mismatch.getMessage()));
        publishMissing(false);
    }

    /** Rejects rows of a log that do not fit; those that were rejected when they were pushed are not counted again. */
    void rejectLogged(Value payload, RowShape.Mismatch mismatch) {
        missing.rejectLogged(foreign.count(payload), RejectReason.MISMATCH, String.valueOf(mismatch.getMessage()));
        publishMissing(false);
    }

    /** Rejects rows with new symbols that this process has no room for. */
    void rejectUnreadable(Value payload, String reason) {
        missing.reject(foreign.count(payload), RejectReason.SYMBOLS, reason);
        publishMissing(false);
    }

    /** Rejects rows of a log likewise, but for those that were rejected when they were pushed. */
    void rejectLoggedUnreadable(Value payload, String reason) {
        missing.rejectLogged(foreign.count(payload), RejectReason.SYMBOLS, reason);
        publishMissing(false);
    }

    /**
     * Notes rows of a message that was rejected.
     *
     * @param rows {@link LogPosition#UNKNOWN} when their number cannot be told, or whether there were any
     */
    void miss(long rows, String reason) {
        missing.add(rows, reason);
        publishMissing(false);
    }

    /**
     * Tells the owner of rows that are missing.
     *
     * @param atOnce whether all is told; else not more often than {@link MissingRows#TOLD_EVERY_MS}
     */
    void publishMissing(boolean atOnce) {
        missing.marks(atOnce).forEach(this::add);
    }

    MissingRows missing() {
        return missing;
    }

    UnrequestedRows foreign() {
        return foreign;
    }

    /** Sends what was gathered, in batches, as far as the window has room; false when it has not enough. */
    boolean flush() {
        while (true) {
            if (rest.size() > 0) {
                if (!sendBatch()) {
                    return false;
                }
                continue;
            }
            if (leaving.isEmpty()) {
                gatheredLeaves();
            }
            Leaving next = leaving.peek();
            if (next == null) {
                return true;
            }
            if (next.controlRecord != null && !send(next.controlRecord)) {
                return false;
            }
            rest = next.rows;
            leaving.remove();
        }
    }

    private boolean sendBatch() {
        // of one size: a large one with a few rows behind would cost as much as two
        int batches = (rest.size() - 1) / batchRowsMax + 1;
        Flip batch = rest.slice(0, (rest.size() - 1) / batches + 1);
        long bytes = BatchMemory.of(batch);
        while (bytes > window.bytesMax() && batch.size() > 1) {
            batch = batch.slice(0, batch.size() / 2);
            bytes = BatchMemory.of(batch);
        }
        if (!window.tryEnter(batch.size(), bytes)) {
            return false;
        }
        int left = rest.size() - batch.size();
        rest = left == 0 ? nothing : rest.slice(batch.size(), left);
        counters.batches.incrementAndGet();
        counters.batchBytes.addAndGet(bytes);
        if (!inFlight.send(batch, bytes)) {
            counters.takenBack.addAndGet(batch.size());
            counters.missing.addAndGet(batch.size());
            counters.gaps.incrementAndGet();
            window.enter(2, 2L * MARK_BYTES); // in the room that the rows leave
            inFlight.send(ControlRecord.gap(batch.size(), "they cannot be sent to another node"), MARK_BYTES);
            inFlight.send(ControlRecord.atLogPosition(log.unknown()), MARK_BYTES);
        }
        return true;
    }

    private boolean send(ControlRecord controlRecord) {
        if (!window.tryEnter(1, MARK_BYTES)) {
            return false;
        }
        inFlight.send(controlRecord, MARK_BYTES);
        return true;
    }

    /** Notes damage of a log for which a gap is said. Returns false if it was said before. */
    boolean isNewDamage(String damage) {
        boolean isNew = !damage.equals(damageSaid);
        damageSaid = damage;
        return isNew;
    }

    /** Whether an owner has, or had, rows of it. */
    boolean hasSent() {
        return counters.batches.get() > 0;
    }

    /** The log that the rows that are taken now stand in, as far as it is known; not how many of it they are. */
    LogPosition log() {
        return log;
    }
}
