package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.Value;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps rows out of a table that the subscription does not ask for, since some tickerplants push everything whatever was asked.
 * Used by a {@link PartitionWriter}, on the thread that reads. What is left out is counted, and said once a session.
 */
final class UnrequestedRows {
    private final String table;
    private final SubscribedSyms filter;
    private final TableCounters counters;
    private final RejectionReporter rejections;
    private final AtomicLong rows = new AtomicLong();

    UnrequestedRows(String table, SubscribedSyms filter, TableCounters counters, RejectionReporter rejections) {
        this.table = table;
        this.filter = filter;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Returns what is asked for. */
    SubscribedSyms filter() {
        return filter;
    }

    /** Begins a session. */
    void start() {
        rows.set(0);
    }

    /** Returns the rows that are asked for. */
    Flip leaveOut(Flip all) {
        Flip mine = filter.select(all);
        int left = all.size() - mine.size();
        if (left > 0) {
            if (rows.getAndAdd(left) == 0) {
                rejections.foreign(table);
            }
            counters.foreign.addAndGet(left);
        }
        return mine;
    }

    /** Returns how many rows of a payload are asked for; {@link io.tickbus.replication.LogPosition#UNKNOWN} when that cannot be told. */
    long count(Value payload) {
        return filter.count(payload);
    }

    /** Returns how many rows of this session were left out. For any thread. */
    long rows() {
        return rows.get();
    }
}
