package io.tickbus.subscriber;

import io.tickbus.log.LogReader;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.q.wire.Frames;
import io.tickbus.q.wire.LogRows;
import io.tickbus.q.wire.RowReader;
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
 * Collects the rows and control records of one table into batches, and sends the batches through an {@link InFlight}. {@link
 * PartitionWriters} has one writer for each table. Rows and control records are sent in the order in which they were added.
 * Owned by the reader thread.
 */
final class PartitionWriter {
    static final int CONTROL_RECORD_BYTES = 64;

    /**
     * Limit of the memory that is allocated in advance for the next batch, in bytes, for all columns together. The
     * limit is low because a table without new rows keeps this memory.
     */
    static final int ROOM_BYTES_MAX = 1 << 20;

    /** Either rows to send or a control record. A control record follows all rows that were added before it. */
    private record Outgoing(Flip rows, @Nullable ControlRecord controlRecord) {}

    private final String table;
    private final Schema schema;
    private final RowReader reader;
    private final LogRows logRows;
    private final UnrequestedRows unrequested;
    private final MissingRows missing;
    private final int batchRowsMax;
    private final InFlightWindow window;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private final InFlight inFlight;
    private final Queue<Outgoing> outgoing = new ArrayDeque<>();
    private VectorBuilder[] gathered;
    // Rows that were taken from the queue and are not sent yet.
    private Flip unsent;
    // An empty table. It replaces sent rows to free their memory.
    private final Flip noRows;
    // Names the log of the last applied row. The row count of this position is not updated.
    private LogPosition log = LogPosition.NOWHERE;
    private final PushChecks checks;
    // Describes the log damage for which the last gap was published.
    private String reportedDamage = "";

    /**
     * @param bareRows true if q can send rows of this table without the table's name
     * @param unrequested drops rows that were not requested
     * @param missing counts the table's missing rows, even after its columns have changed
     * @param checks compares the first pushed rows with known rows
     */
    PartitionWriter(
            String table,
            Schema schema,
            boolean bareRows,
            UnrequestedRows unrequested,
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
        this.unrequested = unrequested;
        this.missing = missing;
        this.checks = checks;
        this.batchRowsMax = batchRowsMax;
        this.window = window;
        this.counters = counters;
        this.inFlight = inFlight;
        this.gathered = newBuilders(0);
        this.noRows = schema.empty();
        this.unsent = noRows;
    }

    /** Returns builders that allocate memory when the first row is appended. */
    private VectorBuilder[] newBuilders(int rows) {
        return schema.buildersExpecting(rows, ROOM_BYTES_MAX).toArray(VectorBuilder[]::new);
    }

    /** Returns the memory of the arrays for the next batch, in bytes. Unused room in the arrays is included. */
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

    /**
     * Starts a session at the owner's position. Unsent rows are dropped, because the session receives these rows again.
     */
    void start(PartitionState partitionState) {
        int dropped = unsent.size() + gathered[0].size();
        for (Outgoing entry : outgoing) {
            dropped += entry.rows.size();
        }
        counters.takenBack.addAndGet(dropped);
        outgoing.clear();
        unsent = noRows;
        gathered = newBuilders(0);
        unrequested.start();
        if (partitionState.isNew()) {
            missing.reset();
        } else {
            missing.start();
        }
        log = partitionState.logPosition();
        checks.start();
        inFlight.start(partitionState);
    }

    PushChecks checks() {
        return checks;
    }

    /**
     * Publishes a gap if the expected rows were not pushed in time. Also publishes a gap if the count of published
     * messages is wrong and rows of this table may therefore be missing.
     */
    void checkExpected(long nowNanos) {
        if (checks.isOverdue(nowNanos)) {
            countIsWrong(ExpectedRows.OTHERS_CAME_REASON);
        } else if (checks.mayMissRows(log.log())) {
            countIsWrong(PublishedCount.WRONG_REASON);
        }
    }

    /** Publishes a gap if expected rows were not pushed before the end of the log. */
    void expectNoMore() {
        if (checks.isExpecting()) {
            countIsWrong(ExpectedRows.OTHERS_CAME_REASON);
        }
    }

    /** Applies pushed rows that have the table's columns and types. */
    void push(Flip pushed) {
        if (!checks.areOpen()) {
            add(pushed);
            return;
        }
        Flip rows = requestedRows(pushed);
        if (checks.othersCame(rows)) {
            countIsWrong(ExpectedRows.OTHERS_CAME_REASON);
        }
        int replied = checks.countReplied(rows);
        counters.repeated.addAndGet(replied);
        add(rows.slice(replied, rows.size() - replied));
    }

    /** Returns the rows that the subscription has requested. The other rows are dropped, but counted as received. */
    Flip requestedRows(Flip rows) {
        Flip requested = unrequested.select(rows);
        counters.received.addAndGet(rows.size() - requested.size());
        return requested;
    }

    private void countIsWrong(String reason) {
        checks.countIsWrong(log.log());
        rejections.countGap(table, reason);
        add(ControlRecord.gap(LogPosition.UNKNOWN, reason));
        add(ControlRecord.atLogPosition(log.unknown()));
    }

    /**
     * Decodes the next messages if they are rows of this table in a shape that {@link RowReader} supports. Returns
     * false if the next message has another shape or table.
     */
    boolean decode(Frames frames) {
        return !checks.areOpen() && onDecoded(frames.pollRows(reader, gathered, batchRowsMax));
    }

    /**
     * Decodes the next messages of a log, at most {@code messagesMax}. They must be rows of this table in a shape that
     * {@link LogRows} supports. Returns false if the next message has another shape or table.
     */
    boolean decode(LogReader log, long messagesMax) throws IOException {
        return onDecoded(log.decodeRows(logRows, gathered, batchRowsMax, messagesMax));
    }

    private boolean onDecoded(int rows) {
        counters.received.addAndGet(rows);
        if (rows > 0) {
            missing.onRowApplied();
        }
        flushIfFull();
        return rows > 0;
    }

    /** Adds rows that have the table's columns and types. If the collected rows fill a batch, sends them. */
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

    /** Adds a control record. The record is sent after the rows that were added before it. */
    void add(ControlRecord controlRecord) {
        queueGathered();
        if (controlRecord.kind() == ControlRecord.Kind.REBUILD) {
            checks.reset();
            missing.reset();
        }
        if (startsLog(controlRecord)) {
            missing.onRowApplied();
        }
        outgoing.add(new Outgoing(noRows, controlRecord));
        log = controlRecord.movesLogPosition() ? controlRecord.logPosition() : log;
        flush();
    }

    /** Returns whether the rows after a control record belong to another log. */
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

    private void queueGathered() {
        int rows = gathered[0].size();
        if (rows > 0) {
            Flip all = schema.flip(List.of(gathered));
            Flip requested = unrequested.select(all);
            if (requested.size() > 0) {
                outgoing.add(new Outgoing(requested, null));
            }
            // Expects a batch of the same size. The last message of a batch can exceed batchRowsMax.
            gathered = newBuilders(Math.min(rows, 2 * batchRowsMax));
        }
    }

    /** Rejects the rows of a pushed message. */
    void reject(Value payload, RejectReason kind, String reason) {
        missing.reject(unrequested.count(payload), kind, reason);
        publishMissing(false);
    }

    /** Rejects rows of a log. Rows that were already rejected when q pushed them are not counted twice. */
    void rejectLogged(Value payload, RejectReason kind, String reason) {
        missing.rejectLogged(unrequested.count(payload), kind, reason);
        publishMissing(false);
    }

    /**
     * Adds the rows of a rejected message to the missing rows.
     *
     * @param rows number of rows; {@link LogPosition#UNKNOWN} if the number is unknown
     */
    void addMissing(long rows, String reason) {
        missing.add(rows, reason);
        publishMissing(false);
    }

    /**
     * Publishes gaps for the missing rows.
     *
     * @param atOnce true to ignore {@link MissingRows#PUBLISH_INTERVAL_MS}
     */
    void publishMissing(boolean atOnce) {
        missing.gaps(atOnce).forEach(this::add);
    }

    MissingRows missing() {
        return missing;
    }

    UnrequestedRows unrequested() {
        return unrequested;
    }

    /** Sends all added rows and control records in batches. Returns false if the window has no room for all of them. */
    boolean flush() {
        while (true) {
            if (unsent.size() > 0) {
                if (!sendBatch()) {
                    return false;
                }
                continue;
            }
            if (outgoing.isEmpty()) {
                queueGathered();
            }
            Outgoing next = outgoing.peek();
            if (next == null) {
                return true;
            }
            if (next.controlRecord != null && !send(next.controlRecord)) {
                return false;
            }
            unsent = next.rows;
            outgoing.remove();
        }
    }

    private boolean sendBatch() {
        // Uses the smallest number of batches, and gives all of them about the same size.
        int batches = (unsent.size() - 1) / batchRowsMax + 1;
        Flip batch = unsent.slice(0, (unsent.size() - 1) / batches + 1);
        long bytes = BatchMemory.of(batch);
        while (bytes > window.bytesMax() && batch.size() > 1) {
            batch = batch.slice(0, batch.size() / 2);
            bytes = BatchMemory.of(batch);
        }
        if (!window.tryEnter(batch.size(), bytes)) {
            return false;
        }
        int remaining = unsent.size() - batch.size();
        unsent = remaining == 0 ? noRows : unsent.slice(batch.size(), remaining);
        counters.batches.incrementAndGet();
        counters.batchBytes.addAndGet(bytes);
        if (!inFlight.send(batch, bytes)) {
            counters.takenBack.addAndGet(batch.size());
            counters.missing.addAndGet(batch.size());
            counters.gaps.incrementAndGet();
            // The control records use the room of the dropped rows.
            window.enter(2, 2L * CONTROL_RECORD_BYTES);
            inFlight.send(ControlRecord.gap(batch.size(), "they cannot be sent to another node"), CONTROL_RECORD_BYTES);
            inFlight.send(ControlRecord.atLogPosition(log.unknown()), CONTROL_RECORD_BYTES);
        }
        return true;
    }

    private boolean send(ControlRecord controlRecord) {
        if (!window.tryEnter(1, CONTROL_RECORD_BYTES)) {
            return false;
        }
        inFlight.send(controlRecord, CONTROL_RECORD_BYTES);
        return true;
    }

    /** Returns whether damage of a log is new, and records it. If the damage is new, the caller publishes a gap. */
    boolean isNewDamage(String damage) {
        boolean isNew = !damage.equals(reportedDamage);
        reportedDamage = damage;
        return isNew;
    }

    /** Returns whether rows of the table were sent to an owner. */
    boolean hasSent() {
        return counters.batches.get() > 0;
    }

    /**
     * Returns the log of the last applied row, if it is known. The row count of the returned position is not updated.
     */
    LogPosition log() {
        return log;
    }
}
