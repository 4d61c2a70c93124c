package io.tickbus.subscriber;

import io.tickbus.metrics.MeterGroup;
import io.tickbus.metrics.Meters;
import io.tickbus.metrics.Metric;
import java.util.HashSet;
import java.util.Set;

/**
 * The metrics of a subscriber that runs on this node. {@link SubscriberVerticle} creates and updates them on its own thread.
 * Any thread may read their values.
 */
final class SubscriberMeters implements AutoCloseable {
    private static final String TABLE = "table";
    private static final double MS_PER_SECOND = 1000;

    private final MeterGroup group;
    private final SubscriberCounters counters;
    private final Set<Object> registered = new HashSet<>();

    SubscriberMeters(Meters meters, String name, QThread thread) {
        this.group = meters.group("subscriber", name);
        this.counters = thread.counters();
        for (SubscriberState state : SubscriberState.values()) {
            group.show(Metric.SUBSCRIBER_STATE, () -> thread.state() == state ? 1 : 0, "state", state.name());
        }
        showRejections("", false);
        PartitionWriters partitions = thread.partitions();
        group.show(Metric.SUBSCRIBER_LAG_SECONDS, () -> partitions.lagMs() / MS_PER_SECOND);
        group.show(Metric.SUBSCRIBER_SILENCE, () -> thread.silentMs() / MS_PER_SECOND);
        group.show(Metric.SUBSCRIBER_SILENCE_USUAL, () -> thread.usualSilentMs() / MS_PER_SECOND);
        group.show(Metric.SUBSCRIBER_IN_FLIGHT_ROWS, () -> partitions.window().rows());
        group.show(Metric.SUBSCRIBER_IN_FLIGHT_BYTES, () -> partitions.window().bytes());
        group.show(Metric.SUBSCRIBER_RECONNECTS, () -> Math.max(0, counters.timesLive.get() - 1));
        group.show(Metric.SUBSCRIBER_REPLAY_READ, () -> thread.progress().messages());
        group.show(Metric.SUBSCRIBER_REPLAY_EXPECTED, () -> {
            long of = thread.progress().of();
            return of == ReplayProgress.TO_THE_END ? Double.NaN : of;
        });
    }

    /** Registers metrics for new tables and new rejections. The verticle calls this periodically. */
    void update() {
        for (String table : counters.tables()) {
            if (registered.add(table)) {
                show(table, counters.of(table));
            }
        }
        counters.rejections().forEach(this::show);
    }

    private void showRejections(String table, boolean ofTable) {
        for (RejectReason rejectReason : RejectReason.values()) {
            // The metric starts at 0, so that a rate includes the first rejection.
            if (rejectReason.isOfTable() == ofTable) {
                show(new SubscriberCounters.Rejected(table, rejectReason));
            }
        }
    }

    private void show(SubscriberCounters.Rejected what) {
        if (registered.add(what)) {
            String reason = what.rejectReason().toString();
            group.show(Metric.SUBSCRIBER_REJECTED, () -> counters.of(what), TABLE, what.table(), "reason", reason);
        }
    }

    private void show(String table, TableCounters of) {
        group.show(Metric.SUBSCRIBER_RECEIVED, of.received::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_TAKEN_BACK, of.takenBack::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_APPLIED, of.applied::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_REFUSED, of.refused::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_SENT_BATCHES, of.batches::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_SENT_BYTES, of.batchBytes::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_REPEATED, of.repeated::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_FOREIGN, of.unrequested::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_MISSING, of.missing::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_GAPS, of.gaps::get, TABLE, table);
        group.show(Metric.SUBSCRIBER_LAG_ROWS, of::lagRows, TABLE, table);
        showRejections(table, true);
    }

    @Override
    public void close() {
        group.close();
    }
}
