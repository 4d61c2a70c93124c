package io.tickbus.store;

import io.tickbus.event.MemoryStatus;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/**
 * Reports when the memory for tables is nearly full, and which measure {@link MemoryBudget} takes. A report is
 * published again only after its cause has ended. Only the owner's thread uses this class.
 */
final class MemoryAlarm {
    /** The share of used memory, in percent, at which the memory counts as nearly full. */
    static final int HIGH_PERCENT = 80;
    /** The share of used memory, in percent, below which the memory counts as normal again. */
    static final int NORMAL_PERCENT = 70;
    /** A measure counts as ended when it was not taken for this time, in ms. */
    static final int CALM_MS = 10_000;

    private static final int PERCENT = 100;
    private static final int TABLES_NAMED_MAX = 3;
    private static final double BYTES_PER_MB = 1e6;

    /** A measure that the owner takes when there is no memory for rows. */
    enum Measure {
        /** The oldest rows of a table are dropped. */
        EVICT("rowsEvicted", "the oldest rows leave of ", true),
        /** Rows of subscribers wait. Subscribers therefore stop reading from q. */
        WAIT("rowsWait", "rows wait for room of ", false),
        REFUSE("rowsRefused", "rows are refused of ", false);

        private final String event;
        private final String description;
        private final boolean takesRows;

        Measure(String event, String description, boolean takesRows) {
            this.event = event;
            this.description = description;
            this.takesRows = takesRows;
        }
    }

    private final long bytesMax;
    private final String policy;
    private final StoreHost host;
    private final TableEvents events;
    // The names of the tables for which a measure was reported.
    private final Map<Measure, Set<String>> reported = new EnumMap<>(Measure.class);
    private final Map<Measure, Instant> last = new EnumMap<>(Measure.class);
    private boolean high;

    /** @param policy describes the measure that is taken when the memory is full */
    MemoryAlarm(long bytesMax, String policy, StoreHost host) {
        this.bytesMax = bytesMax;
        this.policy = policy;
        this.host = host;
        this.events = new TableEvents("", host);
    }

    /** Sets the number of used bytes. Publishes an event when the memory becomes nearly full or normal again. */
    void used(long bytes) {
        if (high ? bytes < share(NORMAL_PERCENT) && isCalm() : bytes >= share(HIGH_PERCENT)) {
            high = !high;
            reported.clear();
            last.clear();
            events.publish(
                    high ? Level.WARN : Level.INFO,
                    high ? "memoryHigh" : "memoryNormal",
                    "",
                    details(bytes).put("reason", description(bytes)));
        }
    }

    private long share(int percent) {
        return bytesMax / PERCENT * percent + bytesMax % PERCENT * percent / PERCENT;
    }

    private boolean isCalm() {
        return last.keySet().stream().noneMatch(this::isRecent);
    }

    /**
     * Returns whether a measure is still reported. Dropped rows are reported while the memory is nearly full. Other
     * measures are reported until {@link #CALM_MS} after their last use.
     */
    private boolean isActive(Measure measure) {
        return reported.containsKey(measure) && (measure.takesRows || isRecent(measure));
    }

    private boolean isRecent(Measure measure) {
        Instant at = last.get(measure);
        return at != null && Duration.between(at, host.now()).abs().toMillis() < CALM_MS; // The clock may jump.
    }

    /**
     * Records a measure. The first measure of a kind for a table is published as an event of the table.
     *
     * @param bytes the number of used bytes
     */
    void measure(Measure measure, String table, TableEvents ofTable, long bytes, String reason) {
        high = true;
        if (!isActive(measure)) {
            reported.remove(measure);
        }
        last.put(measure, host.now());
        if (reported.computeIfAbsent(measure, first -> new TreeSet<>()).add(table)) {
            ofTable.publish(Level.WARN, measure.event, "", details(bytes).put("reason", reason));
        }
    }

    private JsonObject details(long bytes) {
        return new JsonObject().put("bytes", bytes).put("bytesMax", bytesMax);
    }

    MemoryStatus status(long bytes) {
        boolean takesRows = reported.keySet().stream().filter(this::isActive).allMatch(measure -> measure.takesRows);
        String level = reported.keySet().stream().anyMatch(this::isActive)
                ? MemoryStatus.FULL
                : high ? MemoryStatus.HIGH : MemoryStatus.NORMAL;
        return new MemoryStatus(bytes, bytesMax, level, takesRows, description(bytes));
    }

    private String description(long bytes) {
        String share = "tables take " + text(bytes) + " of " + text(bytesMax);
        if (!high) {
            return share;
        }
        String measures = measures();
        return share + (measures.isEmpty() ? ": " + policy : "; " + measures) + "; see store.tableBytesMax";
    }

    private String measures() {
        return reported.entrySet().stream()
                .filter(entry -> isActive(entry.getKey()))
                .map(entry -> entry.getKey().description + names(entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String names(Collection<String> tables) {
        String names = tables.stream().limit(TABLES_NAMED_MAX).collect(Collectors.joining(", "));
        int others = tables.size() - TABLES_NAMED_MAX;
        return others > 0 ? names + " and " + others + " others" : names;
    }

    static String text(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / BYTES_PER_MB);
    }
}
