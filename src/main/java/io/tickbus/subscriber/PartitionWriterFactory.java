package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.q.Schema;
import io.tickbus.q.SymFilter;
import io.tickbus.replication.OpenPartition;
import java.util.HashMap;
import java.util.Map;

/**
 * Creates the {@link PartitionWriter}s of one subscriber, and keeps the objects that all writers share. If the columns
 * of a table change, a new writer is created. The new writer keeps the table's {@link MissingRows}. Owned by the q
 * thread.
 */
final class PartitionWriterFactory {
    private final SubscriberHost host;
    private final SubscriberConfig config;
    private final SubscriberCounters counters;
    private final RejectionReporter rejections;
    private final InFlightWindow window;
    private final Runnable lostRows;
    private final Map<String, MissingRows> missingByTable = new HashMap<>();
    private final PublishedCount count = new PublishedCount();

    /** @param lostRows runs on any thread if the owner lacks rows that it had acknowledged */
    PartitionWriterFactory(
            SubscriberHost host,
            SubscriberConfig config,
            SubscriberCounters counters,
            RejectionReporter rejections,
            InFlightWindow window,
            Runnable lostRows) {
        this.host = host;
        this.config = config;
        this.counters = counters;
        this.rejections = rejections;
        this.window = window;
        this.lostRows = lostRows;
    }

    PartitionWriter create(String table, Schema schema) {
        TableCounters ofTable = counters.of(table);
        OpenPartition partition = new OpenPartition(table, config.name(), schema);
        return new PartitionWriter(
                table,
                schema,
                config.subscription() instanceof SubscriptionConfig.Expression,
                new UnrequestedRows(table, filter(schema), ofTable, rejections),
                missingByTable.computeIfAbsent(table, first -> new MissingRows(host, table, ofTable, rejections)),
                new PushChecks(count),
                Math.min(config.flow().batchRowsMax(), host.batchRowsBest()),
                window,
                ofTable,
                rejections,
                new InFlight(host, partition, window, ofTable, rejections, lostRows));
    }

    /** Returns the filter of a table. It selects all rows if no syms are configured or the table has no sym column. */
    private SymFilter filter(Schema schema) {
        return config.subscription() instanceof SubscriptionConfig.Tables tables
                        && !tables.syms().isEmpty()
                        && schema.columns().contains(SymFilter.COLUMN)
                ? SymFilter.of(tables.syms())
                : SymFilter.ALL;
    }
}
