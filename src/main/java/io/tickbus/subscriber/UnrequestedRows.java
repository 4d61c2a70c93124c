package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.SymFilter;
import io.tickbus.q.Value;
import io.tickbus.replication.LogPosition;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Drops rows that the subscription does not request, because some tickerplants push all rows to every subscriber. A
 * {@link PartitionWriter} uses this class. Dropped rows are counted, and are reported once in each session. Owned by
 * the reader thread, except for {@link #rows}.
 */
final class UnrequestedRows {
    private final String table;
    private final SymFilter filter;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private final AtomicLong rows = new AtomicLong();

    UnrequestedRows(String table, SymFilter filter, TableCounters counters, RejectionReporter rejections) {
        this.table = table;
        this.filter = filter;
        this.counters = counters;
        this.rejections = rejections;
    }

    SymFilter filter() {
        return filter;
    }

    /** Starts a session and resets the number of dropped rows. */
    void start() {
        rows.set(0);
    }

    /** Returns the requested rows, and counts the dropped rows. */
    Flip select(Flip all) {
        Flip requested = filter.select(all);
        int dropped = all.size() - requested.size();
        if (dropped > 0) {
            if (rows.getAndAdd(dropped) == 0) {
                rejections.logUnrequested(table);
            }
            counters.unrequested.addAndGet(dropped);
        }
        return requested;
    }

    /** Returns the number of requested rows in a payload, or {@link LogPosition#UNKNOWN} if the number is unknown. */
    long count(Value payload) {
        if (filter.isAll()) {
            return RowShape.count(payload);
        }
        boolean hasSyms = payload instanceof Flip rows && rows.names().contains(SymFilter.COLUMN);
        return hasSyms ? filter.count((Flip) payload) : LogPosition.UNKNOWN;
    }

    /** Returns the number of rows that were dropped in this session. Any thread may call this. */
    long rows() {
        return rows.get();
    }
}
