package io.tickbus.subscriber;

import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts the rejected rows of one table. q has published these rows, but the table does not have them.
 * {@link PartitionWriter} publishes gaps for the rejected rows, at most once a second.
 *
 * <p>A replay can read rows that were already rejected when q pushed them. These rows are counted once.
 *
 * <p>Owned by the reader thread, except for methods that say otherwise.
 */
final class MissingRows {
    /** Minimum interval between two published gaps of a table, in ms. */
    static final int PUBLISH_INTERVAL_MS = 1000;

    private final SubscriberHost host;
    private final String table;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    // True if a gap was published. Only then publishedNanos, the time of the last gap, is valid.
    private volatile boolean wasPublished;
    private volatile long publishedNanos;
    private volatile boolean isPending;
    private long unpublishedMessages;
    private long unpublishedRows;
    private boolean isUnpublishedUnknown;
    private String reason = "";
    // Number of rows that were rejected since the last applied row.
    private long rejectedRows;
    private boolean isRejectedUnknown;
    // Number of rejected rows that the current replay has read since the last applied row.
    private long replayedRows;
    private long rows;
    private boolean isUnknown;
    private volatile String text = "";

    MissingRows(SubscriberHost host, String table, TableCounters counters, RejectionReporter rejections) {
        this.host = host;
        this.table = table;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Starts a session. The replay of this session can read rejected rows again. */
    void start() {
        replayedRows = 0;
    }

    /** Starts again with an empty table and no missing rows. */
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

    /**
     * Records that a row was applied or that another log has begun. A later replay does not read the rows that were
     * rejected before.
     */
    void onRowApplied() {
        rejectedRows = 0;
        isRejectedUnknown = false;
        replayedRows = 0;
    }

    /**
     * Publishes a rejection, and adds the rows of the rejected message to the missing rows.
     *
     * @param count number of rows, or {@link LogPosition#UNKNOWN}
     */
    void reject(long count, RejectReason kind, String why) {
        rejections.reject(table, kind, why, Math.max(0, count));
        add(count, why);
    }

    /** Rejects rows of a log. Rows that were already rejected when q pushed them are not counted twice. */
    void rejectLogged(long count, RejectReason kind, String why) {
        long uncounted = uncounted(count);
        if (uncounted != 0) {
            reject(uncounted, kind, why);
        }
    }

    /**
     * Adds the rows of a rejected message to the missing rows.
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
     * Returns the gaps to publish, and counts them as published. The list can be empty.
     *
     * @param atOnce true to ignore {@link #PUBLISH_INTERVAL_MS}
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

    /**
     * Returns the number of missing rows, as text for an operator. The text is empty if no row was rejected. Any thread may
     * call this.
     */
    String text() {
        return text;
    }
}
