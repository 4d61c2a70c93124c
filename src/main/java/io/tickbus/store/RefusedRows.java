package io.tickbus.store;

import io.tickbus.replication.ControlRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Counts the refused rows of each partition of a topic. The table lacks these rows, so they are recorded as gaps. Each
 * partition gets at most one gap per second. Only the owner's thread uses this class.
 */
final class RefusedRows {
    /** Minimum time between two recorded gaps of a partition, in ms. */
    static final int PUBLISH_INTERVAL_MS = 1000;

    private static final long NO_TIMER = -1;

    private record Waiting(long rows, String reason) {}

    private final Timers timers;
    private final BiConsumer<PartitionProgress, ControlRecord> gap;
    private final Map<PartitionProgress, Waiting> waiting = new LinkedHashMap<>();
    private long timer = NO_TIMER;

    /** @param gap records the missing rows of a partition */
    RefusedRows(Timers timers, BiConsumer<PartitionProgress, ControlRecord> gap) {
        this.timers = timers;
        this.gap = gap;
    }

    /** Adds refused rows of a partition. */
    void add(PartitionProgress partition, int rows, String reason) {
        waiting.merge(partition, new Waiting(rows, reason), (a, b) -> new Waiting(a.rows + b.rows, b.reason));
        if (timer == NO_TIMER) {
            publishAndWait();
        }
    }

    private void publishAndWait() {
        publish();
        timer = timers.after(PUBLISH_INTERVAL_MS, () -> {
            timer = NO_TIMER;
            if (!waiting.isEmpty()) {
                publishAndWait();
            }
        });
    }

    /** Records all counted rows as gaps. Call this before the table is rebuilt or gets other columns. */
    void publish() {
        waiting.forEach((partition, rows) ->
                gap.accept(partition, ControlRecord.gap(rows.rows, "the owner refused rows: " + rows.reason)));
        waiting.clear();
    }

    /** Stops the timer. Rows that are not recorded as gaps yet are forgotten. */
    void close() {
        if (timer != NO_TIMER) {
            timers.cancel(timer);
            timer = NO_TIMER;
        }
    }
}
