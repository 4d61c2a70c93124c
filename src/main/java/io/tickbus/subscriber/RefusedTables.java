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
 * The tables that a session cannot use, because their columns do not fit or the owner has no room. The session
 * continues with its other tables. Rows of a refused table count as missing. The session periodically asks the owner
 * again to open the refused tables. Each session starts without refused tables.
 *
 * <p>The reader thread counts rows. Any thread may call the other methods.
 */
final class RefusedTables {
    /** Interval at which the owner is asked again to open a refused table, in ms. */
    static final int RETRY_MS = 10_000;
    /** The maximum number of refused tables in one round of requests to the owner. */
    private static final int REQUESTS_MAX = 8;
    /** The maximum number of refused tables that a status names with a reason. Further tables are only counted. */
    private static final int NAMED_MAX = 3;

    private final SubscriberHost host;
    private final String subscriber;
    private final SubscriberCounters counters;
    private final RejectionReporter rejections;
    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();
    private final Queue<OpenPartition> retries = new ArrayDeque<>(); // its lock guards the fields below
    private long requestedNanos;
    private long requestedEpoch;

    RefusedTables(SubscriberHost host, String subscriber, SubscriberCounters counters, RejectionReporter rejections) {
        this.host = host;
        this.subscriber = subscriber;
        this.counters = counters;
        this.rejections = rejections;
    }

    /** Removes all refused tables at the end of a session. */
    void clear() {
        reasons.clear();
        synchronized (retries) {
            retries.clear();
        }
    }

    /**
     * Adds a refused table, and publishes the reason.
     *
     * @param schema the schema for further requests to the owner. Null if only q can solve the problem.
     */
    void add(String table, @Nullable Schema schema, String reason) {
        counters.of(table); // creates the counters, because a rejection is counted only for tables with counters
        reasons.put(table, reason);
        if (schema != null) {
            synchronized (retries) {
                retries.add(new OpenPartition(table, subscriber, schema));
                requestedNanos = host.nanoTime();
                requestedEpoch = host.epoch();
            }
        }
        rejections.reject(table, RejectReason.REFUSED_TABLE, reason);
    }

    /**
     * Checks that at least one table of the session is not refused.
     *
     * @param others the number of tables that were opened
     * @throws IOException if every table is refused
     */
    void requireOthers(int others) throws IOException {
        if (others == 0 && !reasons.isEmpty()) {
            throw new IOException(text());
        }
    }

    /** Counts rows of a refused table as missing. Returns false if the table is not refused. */
    boolean countIfRefused(String table, Value rows) {
        if (!reasons.containsKey(table)) {
            return false;
        }
        counters.of(table).missing.addAndGet(Math.max(0, RowShape.count(rows)));
        counters.reject(table, RejectReason.REFUSED_TABLE);
        return true;
    }

    /**
     * Returns one of the refused tables, with an unknown number of missing rows. Returns {@link Shortfall#NONE} if no
     * table is refused.
     */
    Shortfall shortfall() {
        for (String table : reasons.keySet()) {
            return new Shortfall(table, Shortfall.UNKNOWN_ROWS);
        }
        return Shortfall.NONE;
    }

    /** Returns the reasons of the refusals, as text for an operator. The text is empty if no table is refused. */
    String reason() {
        return reasons.isEmpty() ? "" : "refused: " + text();
    }

    private String text() {
        List<String> named = reasons.values().stream().limit(NAMED_MAX).toList();
        int more = reasons.size() - named.size();
        return String.join("; ", named) + (more > 0 ? "; and " + more + " more" : "");
    }

    /**
     * Asks the owner again to open the refused tables. Does nothing before the interval has passed, unless there is a
     * new owner.
     *
     * @param fits receives the reason for a new subscription, on any thread, if the owner can open a refused table
     */
    void recheck(Consumer<String> fits) {
        synchronized (retries) {
            boolean due = host.nanoTime() - requestedNanos >= TimeUnit.MILLISECONDS.toNanos(RETRY_MS)
                    || host.epoch() != requestedEpoch;
            if (retries.isEmpty() || !due) {
                return;
            }
            requestedNanos = host.nanoTime();
            requestedEpoch = host.epoch();
            int count = Math.min(REQUESTS_MAX, retries.size());
            for (int i = 0; i < count; i++) {
                OpenPartition opening = retries.remove();
                retries.add(opening);
                host.open(opening)
                        .onSuccess(partitionState ->
                                fits.accept("table " + opening.topic() + " fits now; subscribing again"));
            }
        }
    }
}
