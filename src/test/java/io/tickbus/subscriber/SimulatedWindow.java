package io.tickbus.subscriber;

import io.tickbus.replication.PartitionBatch;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Observes a subscriber's batches on the bus, and checks that they stay within its window. */
final class SimulatedWindow {
    /** Marks that say that rows are missing, and where: they need no room. */
    private static final int MARKS_MAX = 2 * SimulatedTable.values().length;

    /** Limit of the memory of these control records, in bytes. */
    static final long MARKS_BYTES_MAX = (long) MARKS_MAX * PartitionWriter.CONTROL_RECORD_BYTES;

    private final int rowsMax;
    private boolean open = true;
    private long most;
    private long batchBytesMax;
    private final Map<String, Long> ends = new HashMap<>(); // by topic
    private final Map<String, Long> acknowledged = new HashMap<>();

    SimulatedWindow(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    void sent(PartitionBatch batch) {
        ends.merge(batch.topic(), batch.end(), Math::max);
        batchBytesMax = Math.max(batchBytesMax, BatchMemory.of(batch.rows()));
        if (open) {
            most = Math.max(most, rows());
        }
    }

    void acknowledged(String topic, long position) {
        if (position <= ends.getOrDefault(topic, 0L)) {
            acknowledged.merge(topic, position, Math::max);
        }
    }

    /** @param anew whether nothing of before is in flight any more */
    void opened(String topic, long position, boolean anew) {
        if (anew || position < acknowledged.getOrDefault(topic, 0L) || position > ends.getOrDefault(topic, 0L)) {
            ends.put(topic, position);
            acknowledged.put(topic, position);
        } else {
            acknowledged(topic, position);
        }
    }

    /** The subscriber is stopping, and lets out the little that it has. */
    void close() {
        open = false;
    }

    /** Returns the first violation; null if there was none. */
    @Nullable
    String problem() {
        return most > rowsMax + MARKS_MAX ? most + " rows were in flight; inFlightRowsMax is " + rowsMax : null;
    }

    /** Returns the memory that the largest batch takes, of those that were sent. */
    long batchBytesMax() {
        return batchBytesMax;
    }

    boolean isOpen() {
        return open;
    }

    /** Forgets all batches, because another subscriber has started. */
    void clear() {
        open = true;
        ends.clear();
        acknowledged.clear();
    }

    long rows() {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - acknowledged.getOrDefault(end.getKey(), 0L))
                .sum();
    }
}
