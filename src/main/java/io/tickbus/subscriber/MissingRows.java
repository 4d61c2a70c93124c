package io.tickbus.subscriber;

import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The rows of one table that q has, and that were rejected: they are missing in the table. A {@link PartitionWriter} tells the owner of
 * them with gaps, one a second at most however many messages are bad. A log that is replayed may show rejected rows again, behind
 * the last row that was taken; they are counted once. For the thread that reads, but for what says otherwise.
 */
final class MissingRows {
    /** Between two gaps that are told, in ms. */
    static final int TOLD_EVERY_MS = 1000;

    private final SubscriberHost host;
    private final String table;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private volatile boolean isTold; // once at least, at the time that follows
    private volatile long toldNanos;
    private volatile boolean waits;
    private long untoldMessages;
    private long untoldRows;
    private boolean untoldUnknown;
    private String reason = "";
    private long behindRows; // rejected since the last row that was taken
    private boolean behindUnknown;
    private long seenAgain; // of these, in the replay that is under way
    private long rows;
    private boolean unknown;
    private volatile String text = "";

    MissingRows(SubscriberHost host, String table, TableCounters counters, RejectionReporter rejections) {
        this.host = host;
        this.table = table;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Begins a replay, or a session without one, where the owner's rows end. */
    void start() {
        seenAgain = 0;
    }

    /** Begins with an empty table: all that is rejected from now on is missing there. */
    void reset() {
        start();
        onRowApplied();
        waits = false;
        untoldMessages = 0;
        untoldRows = 0;
        untoldUnknown = false;
        rows = 0;
        unknown = false;
        text = "";
    }

    /** Notes that a row was taken, or that another log began: what a log shows behind it was not rejected before. */
    void onRowApplied() {
        behindRows = 0;
        behindUnknown = false;
        seenAgain = 0;
    }

    /**
     * Rejects rows of a message.
     *
     * @param count {@link LogPosition#UNKNOWN} when it cannot be told
     */
    void reject(long count, RejectReason kind, String why) {
        rejections.reject(table, kind, why, Math.max(0, count));
        add(count, why);
    }

    /** Rejects rows of a log likewise, but for those that were rejected when they were pushed. */
    void rejectLogged(long count, RejectReason kind, String why) {
        long uncounted = uncounted(count);
        if (uncounted != 0) {
            reject(uncounted, kind, why);
        }
    }

    /**
     * Adds rows of a message that was rejected.
     *
     * @param count {@link LogPosition#UNKNOWN} when it cannot be told
     */
    void add(long count, String why) {
        boolean known = count != LogPosition.UNKNOWN;
        long more = known ? count : 0;
        behindRows += more;
        behindUnknown |= !known;
        untoldRows += more;
        untoldUnknown |= !known;
        untoldMessages++;
        reason = why;
        waits = true;
        rows += more;
        unknown |= !known;
        text = unknown ? (rows > 0 ? rows + " rows and more" : "an unknown number of rows") : rows + " rows";
        counters.missing.addAndGet(more);
    }

    private long uncounted(long count) {
        if (behindUnknown) {
            return 0;
        }
        if (count == LogPosition.UNKNOWN) {
            return count;
        }
        seenAgain += count;
        return Math.max(0, Math.min(count, seenAgain - behindRows));
    }

    /** Returns whether the owner is to be told of rows. For any thread. */
    boolean isDue() {
        return waits && (!isTold || host.nanoTime() - toldNanos >= TimeUnit.MILLISECONDS.toNanos(TOLD_EVERY_MS));
    }

    /**
     * Returns what to tell the owner, maybe nothing.
     *
     * @param atOnce whether all is told, however soon after the last time
     */
    List<ControlRecord> marks(boolean atOnce) {
        if (!waits || !(atOnce || isDue())) {
            return List.of();
        }
        String why = untoldMessages == 1 ? reason : untoldMessages + " messages were rejected; the last: " + reason;
        List<ControlRecord> controlRecords = new ArrayList<>();
        if (untoldRows > 0) {
            controlRecords.add(ControlRecord.gap(untoldRows, why));
        }
        if (untoldUnknown) {
            controlRecords.add(ControlRecord.gap(LogPosition.UNKNOWN, why));
        }
        counters.gaps.addAndGet(controlRecords.size());
        isTold = true;
        toldNanos = host.nanoTime();
        waits = false;
        untoldMessages = 0;
        untoldRows = 0;
        untoldUnknown = false;
        return controlRecords;
    }

    /** Returns how many rows are missing, for an operator; empty when no row was rejected. For any thread. */
    String text() {
        return text;
    }
}
