package io.tickbus.subscriber;

import io.tickbus.event.Shortfall;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.replication.OpenPartition;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a session that q has, and that cannot be brought: their columns do not fit, or the owner has no room for them. The
 * other tables go on. The rows of a refused table are counted as missing. The owner is asked again now and then, and each session
 * begins without refusals. Rows come on the thread that reads; the rest is for any thread.
 */
final class RefusedTables {
    /** Between two questions whether the owner would take a table now, in ms. */
    static final int RETRY_MS = 10_000;
    /** Tables that the owner is asked for at a time. */
    private static final int ASKED_MAX = 8;
    /** Reasons that are named in a status; the other tables are counted. */
    private static final int NAMED_MAX = 3;

    private final SubscriberHost host;
    private final String subscriber;
    private final SubscriberCounters counters;
    private final RejectionReporter rejections;
    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();
    private final Queue<OpenPartition> retries = new ArrayDeque<>(); // the lock of the following
    private long askedNanos;
    private long askedEpoch;

    RefusedTables(SubscriberHost host, String subscriber, SubscriberCounters counters, RejectionReporter rejections) {
        this.host = host;
        this.subscriber = subscriber;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Begins without refusals, as each session does. */
    void clear() {
        reasons.clear();
        synchronized (retries) {
            retries.clear();
        }
    }

    /**
     * Refuses a table, and says so.
     *
     * @param schema to ask the owner for again; null when q has to change something first
     */
    void add(String table, @Nullable Schema schema, String reason) {
        counters.of(table); // so that the table is counted under its name
        reasons.put(table, reason);
        if (schema != null) {
            synchronized (retries) {
                retries.add(new OpenPartition(table, subscriber, schema));
                askedNanos = host.nanoTime();
                askedEpoch = host.epoch();
            }
        }
        rejections.reject(table, RejectReason.REFUSED_TABLE, reason);
    }

    /**
     * Fails if tables are refused and no other is left to read.
     *
     * @param others the number of tables that were opened
     */
    void requireOthers(int others) throws IOException {
        if (others == 0 && !reasons.isEmpty()) {
            throw new IOException(text());
        }
    }

    /** Counts rows of a refused table as missing; returns false when the table is not refused. */
    boolean countIfRefused(String table, Value rows) {
        if (!reasons.containsKey(table)) {
            return false;
        }
        counters.of(table).missing.addAndGet(Math.max(0, RowShape.count(rows)));
        counters.reject(table, RejectReason.REFUSED_TABLE);
        return true;
    }

    /** Returns one of the refused tables, which misses rows of an unknown number. */
    Shortfall shortfall() {
        for (String table : reasons.keySet()) {
            return new Shortfall(table, Shortfall.UNKNOWN_ROWS);
        }
        return Shortfall.NONE;
    }

    /** Returns what an operator is to know; empty when no table is refused. */
    String reason() {
        return reasons.isEmpty() ? "" : "refused: " + text();
    }

    private String text() {
        List<String> named = reasons.values().stream().limit(NAMED_MAX).toList();
        int more = reasons.size() - named.size();
        return String.join("; ", named) + (more > 0 ? "; and " + more + " more" : "");
    }

    /**
     * Asks the owner again, if it is time to, or if there is another owner.
     *
     * @param fits told when the owner would take a table now, on any thread
     */
    void recheck(Consumer<String> fits) {
        synchronized (retries) {
            boolean due = host.nanoTime() - askedNanos >= TimeUnit.MILLISECONDS.toNanos(RETRY_MS)
                    || host.epoch() != askedEpoch;
            if (retries.isEmpty() || !due) {
                return;
            }
            askedNanos = host.nanoTime();
            askedEpoch = host.epoch();
            int asked = Math.min(ASKED_MAX, retries.size());
            for (int i = 0; i < asked; i++) {
                OpenPartition opening = retries.remove();
                retries.add(opening);
                host.open(opening)
                        .onSuccess(here -> fits.accept("table " + opening.topic() + " fits now; subscribing anew"));
            }
        }
    }
}
