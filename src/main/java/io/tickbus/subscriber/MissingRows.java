package io.tickbus.subscriber;

import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
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
    static final int PUBLISH_INTERVAL_MS = 1000;

    private final SubscriberHost host;
    private final String table;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private volatile boolean wasPublished; // a gap was published, at the time below
    private volatile long publishedNanos;
    private volatile boolean isPending;
    private long unpublishedMessages;
    private long unpublishedRows;
    private boolean isUnpublishedUnknown;
    private String reason = "";
    private long rejectedRows; // rejected since the last applied row
    private boolean isRejectedUnknown;
    private long replayedRows; // rejected rows that the current replay has shown again
    private long rows;
    private boolean isUnknown;
    private volatile String text = "";

    MissingRows(SubscriberHost host, String table, TableCounters counters, RejectionReporter rejections) {
        this.host = host;
        this.table = table;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Starts a session, or its replay, after the owner's last row. */
    void start() {
        replayedRows = 0;
    }

    /** Starts with an empty table, which misses nothing yet. */
    void reset() {
        start();
        onRowApplied();
        isPending = false;
        unpublishedMessages = 0;
        unpublishedRows = 0;
        isUnpublishedUnknown = false;
        rows = 0;
        isUnknown = false;
        text = "";
    }

    /** Notes that a row was applied or another log began. Rows that a replay shows after it were not rejected before. */
    void onRowApplied() {
        rejectedRows = 0;
        isRejectedUnknown = false;
        replayedRows = 0;
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
        long added = known ? count : 0;
        rejectedRows += added;
        isRejectedUnknown |= !known;
        unpublishedRows += added;
        isUnpublishedUnknown |= !known;
        unpublishedMessages++;
        reason = why;
        isPending = true;
        rows += added;
        isUnknown |= !known;
        text = isUnknown ? (rows > 0 ? rows + " rows and more" : "an unknown number of rows") : rows + " rows";
        counters.missing.addAndGet(added);
    }

    private long uncounted(long count) {
        if (isRejectedUnknown) {
            return 0;
        }
        if (count == LogPosition.UNKNOWN) {
            return count;
        }
        replayedRows += count;
        return Math.max(0, Math.min(count, replayedRows - rejectedRows));
    }

    /** Returns whether a gap must be published now. Any thread may call this. */
    boolean isDue() {
        return isPending
                && (!wasPublished
                        || host.nanoTime() - publishedNanos >= TimeUnit.MILLISECONDS.toNanos(PUBLISH_INTERVAL_MS));
    }

    /**
     * Returns the gaps to publish, and counts them as published. The list may be empty.
     *
     * @param atOnce whether to ignore the minimum interval
     */
    List<ControlRecord> gaps(boolean atOnce) {
        if (!isPending || !(atOnce || isDue())) {
            return List.of();
        }
        String why = unpublishedMessages == 1
                ? reason
                : unpublishedMessages + " messages were rejected; the last: " + reason;
        List<ControlRecord> gaps = new ArrayList<>();
        if (unpublishedRows > 0) {
            gaps.add(ControlRecord.gap(unpublishedRows, why));
        }
        if (isUnpublishedUnknown) {
            gaps.add(ControlRecord.gap(LogPosition.UNKNOWN, why));
        }
        counters.gaps.addAndGet(gaps.size());
        wasPublished = true;
        publishedNanos = host.nanoTime();
        isPending = false;
        unpublishedMessages = 0;
        unpublishedRows = 0;
        isUnpublishedUnknown = false;
        return gaps;
    }

    /** Returns the number of missing rows as text for an operator; empty if no row was rejected. Any thread may call this. */
    String text() {
        return text;
    }
}
