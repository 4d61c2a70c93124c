package io.tickbus.subscriber;

import io.tickbus.event.ControlRecord;
import io.tickbus.event.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The rejected rows of one table: q has them, and the table misses them. A {@link PartitionWriter} publishes gaps for them, at
 * most once a second even if many messages are bad. A replay may show rejected rows again after the last applied row. They are
 * counted once. Owned by the reader thread, except for methods that say otherwise.
 */
final class MissingRows {
    /** Minimum interval between two published gaps of a table, in ms. */
    static final int TOLD_EVERY_MS = 1000;

    private final SubscriberHost host;
    private final String table;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private volatile boolean isTold; // a gap was published, at the time below
    private volatile long toldNanos;
    private volatile boolean waits;
    private long untoldMessages;
    private long untoldRows;
    private boolean untoldUnknown;
    private String reason = "";
    private long behindRows; // rejected since the last applied row
    private boolean behindUnknown;
    private long seenAgain; // rejected rows that the current replay has shown again
    private long rows;
    private boolean unknown;
    private volatile String text = "";

    MissingRows(SubscriberHost host, String table, TableCounters counters, RejectionReporter rejections) {
        this.host = host;
        this.table = table;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Starts a session, or its replay, after the owner's last row. */
    void start() {
        seenAgain = 0;
    }

    /** Starts with an empty table, which misses nothing yet. */
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

    /** Notes that a row was applied or another log began. Rows that a replay shows after it were not rejected before. */
    void onRowApplied() {
        behindRows = 0;
        behindUnknown = false;
        seenAgain = 0;
    }

    /**
     * Rejects the rows of a message.
     *
     * @param count number of rows, or {@link LogPosition#UNKNOWN}
     */
    void reject(long count, RejectReason kind, String why) {
        rejections.reject(table, kind, why, Math.max(0, count));
        add(count, why);
    }

    /** Rejects rows of a log, except for rows that were already rejected when they were pushed. */
    void rejectLogged(long count, RejectReason kind, String why) {
        long uncounted = uncounted(count);
        if (uncounted != 0) {
            reject(uncounted, kind, why);
        }
    }

    /**
     * Adds the rows of a rejected message.
     *
     * @param count number of rows, or {@link LogPosition#UNKNOWN}
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

    /** Returns whether a gap must be published now. Any thread may call this. */
    boolean isDue() {
        return waits && (!isTold || host.nanoTime() - toldNanos >= TimeUnit.MILLISECONDS.toNanos(TOLD_EVERY_MS));
    }

    /**
     * Returns the gaps to publish, and counts them as published. The list may be empty.
     *
     * @param atOnce whether to ignore the minimum interval
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

    /** Returns the number of missing rows as text for an operator; empty if no row was rejected. Any thread may call this. */
    String text() {
        return text;
    }
}
