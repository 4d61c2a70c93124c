package io.tickbus.store;

import io.tickbus.event.MemoryStatus;
import io.tickbus.metrics.MeterGroup;
import io.tickbus.metrics.Meters;
import io.tickbus.metrics.Metric;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The metrics of an owner's tables. The owner's thread updates them periodically, because no other thread can read the
 * tables. Any thread can read the metrics, and gets the values of the last update.
 */
final class TableMeters implements AutoCloseable {
    private static final MemoryStatus NO_MEMORY = new MemoryStatus(0, 0, MemoryStatus.NORMAL, true, "");

    private final Meters meters;
    private final MeterGroup owner;
    private final Map<String, MeteredTable> byTable = new HashMap<>();
    private volatile MemoryStatus memory = NO_MEMORY;
    private boolean closed;

    TableMeters(Meters meters, long epoch) {
        this.meters = meters;
        this.owner = meters.group();
        owner.show(Metric.TABLES_EPOCH, () -> epoch);
        owner.show(Metric.TABLES_MEMORY, () -> memory.bytes());
        owner.show(Metric.TABLES_MEMORY_MAX, () -> memory.bytesMax());
        owner.show(Metric.TABLES_MEMORY_FULL, () -> memory.level().equals(MemoryStatus.FULL) ? 1 : 0);
    }

    private static final class MeteredTable implements AutoCloseable {
        private final MeterGroup group;
        private volatile TableCounts counts;

        MeteredTable(MeterGroup group, TableCounts counts) {
            this.group = group;
            this.counts = counts;
            show(Metric.TABLE_ROWS, TableCounts::rows);
            show(Metric.TABLE_SEGMENTS, TableCounts::segments);
            show(Metric.TABLE_BYTES, TableCounts::bytes);
            show(Metric.TABLE_EVICTED, TableCounts::evictedRows);
            show(Metric.TABLE_DUPLICATES, TableCounts::duplicates);
            show(Metric.TABLE_FENCED, TableCounts::fencedRows);
            show(Metric.TABLE_GAPS, TableCounts::gaps);
            show(Metric.TABLE_MISSING, TableCounts::missingRows);
            show(Metric.TABLE_MISSING_UNKNOWN, table -> table.missingUnknown() ? 1 : 0);
            show(Metric.TABLE_REBUILDS, TableCounts::rebuilds);
            show(Metric.TABLE_DISCARDED, TableCounts::discardedRows);
            for (String reason : RequestStats.REASONS) {
                // Each reason has a metric from the start, so a rate includes its first refusal.
                show(
                        Metric.TABLE_REFUSED,
                        table -> table.requests().refused().getOrDefault(reason, 0L),
                        "reason",
                        reason);
            }
            show(Metric.TABLE_APPENDED, table -> table.requests().appendedRows());
            show(Metric.TABLE_APPENDS, table -> table.requests().appends());
            show(
                    Metric.TABLE_APPEND_TIME,
                    table -> table.requests().measuredAppends(),
                    table -> table.requests().appendNs());
            show(
                    Metric.TABLE_QUERY_TIME,
                    table -> table.requests().queries(),
                    table -> table.requests().queryNs());
        }

        void update(TableCounts now) {
            counts = now;
        }

        private void show(Metric metric, ToDoubleFunction<TableCounts> number, String... labels) {
            group.show(metric, () -> number.applyAsDouble(counts), labels);
        }

        private void show(Metric metric, ToLongFunction<TableCounts> count, ToLongFunction<TableCounts> nanos) {
            group.show(metric, () -> count.applyAsLong(counts), () -> nanos.applyAsLong(counts));
        }

        @Override
        public void close() {
            group.close();
        }
    }

    /**
     * Updates the metrics of all tables.
     *
     * @param taken the memory status of all tables together
     */
    void update(Collection<Topic> topics, MemoryStatus taken) {
        memory = taken;
        if (closed) {
            return; // The owner has stopped.
        }
        for (Topic topic : topics) {
            TableCounts now = topic.counts();
            byTable.computeIfAbsent(topic.name(), name -> new MeteredTable(meters.group("table", name), now))
                    .update(now);
        }
    }

    @Override
    public void close() {
        closed = true;
        owner.close();
        byTable.values().forEach(MeteredTable::close);
    }
}
