package io.tickbus.store;

import io.tickbus.event.ControlRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The rows of partitions that a topic has refused, which are missing in its table. They become gaps, one a second at most for each
 * partition, however many batches are refused. For the owner's thread.
 */
final class RefusedRows {
    /** Between two gaps of a partition, in ms. */
    static final int PUBLISH_INTERVAL_MS = 1000;

    private static final long NO_TIMER = -1;

    private record Waiting(long rows, String reason) {}

    private final Timers timers;
    private final BiConsumer<PartitionProgress, ControlRecord> gap;
    private final Map<PartitionProgress, Waiting> waiting = new LinkedHashMap<>();
    private long timer = NO_TIMER;

    /** @param gap notes that rows are missing */
    RefusedRows(Timers timers, BiConsumer<PartitionProgress, ControlRecord> gap) {
        this.timers = timers;
        this.gap = gap;
    }

    /** Adds rows that were refused. */
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

    /** Tells of all that waits: before anything that begins the table anew. */
    void publish() {
        waiting.forEach((partition, rows) ->
                gap.accept(partition, ControlRecord.gap(rows.rows, "the owner refused rows: " + rows.reason)));
        waiting.clear();
    }

    /** Ends the waiting. */
    void close() {
        if (timer != NO_TIMER) {
            timers.cancel(timer);
            timer = NO_TIMER;
        }
    }
}
