package io.tickbus.subscriber;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What a subscriber counts, from the thread that reads it and from the bus's, of each table and of all. For any thread. */
final class SubscriberCounters {
    /**
     * What was not applied, of one table and for one reason.
     *
     * @param table empty when it named none, or one that is not subscribed to
     */
    record Rejected(String table, RejectReason rejectReason) {}

    /** Messages that carry no rows: end of day, heartbeats, flushes. */
    final AtomicLong signals = new AtomicLong();
    /** Times that it went live. */
    final AtomicLong lives = new AtomicLong();

    private final Map<String, TableCounters> byTable = new ConcurrentHashMap<>();
    private final Map<Rejected, AtomicLong> rejected = new ConcurrentHashMap<>();

    /** Those of a table; to be asked for once. */
    TableCounters of(String table) {
        return byTable.computeIfAbsent(table, first -> new TableCounters());
    }

    /** The tables that there are counters of. */
    Set<String> tables() {
        return byTable.keySet();
    }

    /** Rows taken, less those that were let go of, to come again, those of other syms, and those that the owner refused. */
    long received() {
        long without = sum(counters -> counters.refused) + sum(counters -> counters.foreign);
        return sum(counters -> counters.received) - sum(counters -> counters.takenBack) - without;
    }

    /** Rows that the owner has acknowledged. */
    long applied() {
        return sum(counters -> counters.applied);
    }

    /** Times that rows were missing, and could not be had. */
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

    /** Counts a message or a batch that was not applied. */
    void reject(String table, RejectReason rejectReason) {
        String known = byTable.containsKey(table) ? table : ""; // q may name what it likes
        rejected.computeIfAbsent(new Rejected(known, rejectReason), first -> new AtomicLong())
                .incrementAndGet();
    }

    /** Messages and batches that were not applied. */
    long rejected() {
        return rejected.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Those for which there is a number other than 0. */
    Set<Rejected> rejections() {
        return rejected.keySet();
    }

    long of(Rejected what) {
        AtomicLong count = rejected.get(what);
        return count == null ? 0 : count.get();
    }
}
