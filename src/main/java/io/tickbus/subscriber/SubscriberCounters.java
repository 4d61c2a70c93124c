package io.tickbus.subscriber;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Counters of a subscriber, for all tables together and for each table. The reader thread and bus threads write them. Any
 * thread may read them.
 */
final class SubscriberCounters {
    /**
     * Identifies the counter of the rejected messages of one table for one reason.
     *
     * @param table the subscribed table; empty if the message names no subscribed table
     */
    record Rejected(String table, RejectReason rejectReason) {}

    /** Number of messages without rows: end of day, heartbeats, flushes. */
    final AtomicLong signals = new AtomicLong();
    /** Number of times the subscriber became LIVE. */
    final AtomicLong timesLive = new AtomicLong();

    private final Map<String, TableCounters> byTable = new ConcurrentHashMap<>();
    private final Map<Rejected, AtomicLong> rejected = new ConcurrentHashMap<>();

    /** Returns the counters of a table. The first call for a table creates them. */
    TableCounters of(String table) {
        return byTable.computeIfAbsent(table, first -> new TableCounters());
    }

    Set<String> tables() {
        return byTable.keySet();
    }

    /**
     * Returns the number of received rows. Repeated rows, rows with unrequested syms, and rows that the owner refused
     * do not count.
     */
    long received() {
        long without = sum(counters -> counters.refused) + sum(counters -> counters.unrequested);
        return sum(counters -> counters.received) - sum(counters -> counters.takenBack) - without;
    }

    /** Returns the number of rows that the owner has acknowledged. */
    long applied() {
        return sum(counters -> counters.applied);
    }

    long gaps() {
        return sum(counters -> counters.gaps);
    }

    private long sum(Function<TableCounters, AtomicLong> counter) {
        long sum = 0;
        for (TableCounters counters : byTable.values()) {
            sum += counter.apply(counters).get();
        }
        return sum;
    }

    /** Counts a rejected message or batch. */
    void reject(String table, RejectReason rejectReason) {
        // q can send any name as a table, so only known tables are counted by name.
        String known = byTable.containsKey(table) ? table : "";
        rejected.computeIfAbsent(new Rejected(known, rejectReason), first -> new AtomicLong())
                .incrementAndGet();
    }

    /** Returns the number of rejected messages and batches. */
    long rejected() {
        return rejected.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Returns the keys of all rejection counters that are above 0. */
    Set<Rejected> rejections() {
        return rejected.keySet();
    }

    long of(Rejected what) {
        AtomicLong count = rejected.get(what);
        return count == null ? 0 : count.get();
    }
}
