package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.Frames;
import io.tickbus.q.RowReader;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.List;

/** The rows of one table that this subscriber brings, gathered into batches. For the q thread. */
final class Partition {
    private final Schema schema;
    private final RowReader reader;
    private final int batchRowsMax;
    private final Window window;
    private final Counters counters;
    private final InFlight inFlight;
    private VectorBuilder[] gathered;

    /**
     * @param bareRows whether q may send rows of this table without its name
     */
    Partition(
            String table,
            Schema schema,
            boolean bareRows,
            int batchRowsMax,
            Window window,
            Counters counters,
            InFlight inFlight) {
        this.schema = schema;
        this.reader = new RowReader(table, schema, bareRows);
        this.batchRowsMax = batchRowsMax;
        this.window = window;
        this.counters = counters;
        this.inFlight = inFlight;
        this.gathered = builders(0);
    }

    private VectorBuilder[] builders(int capacity) {
        return schema.builders(capacity).toArray(VectorBuilder[]::new);
    }

    Schema schema() {
        return schema;
    }

    InFlight inFlight() {
        return inFlight;
    }

    /** Takes the next messages if they are of this table and in one of the usual shapes; false when not one is. */
    boolean take(Frames frames) throws InterruptedException {
        int rows = frames.takeRows(reader, gathered, batchRowsMax);
        counters.received.addAndGet(rows);
        flushIfFull();
        return rows > 0;
    }

    /** Takes rows of the schema; sends a batch when one is full. */
    void add(Flip rows) throws InterruptedException {
        counters.received.addAndGet(rows.size());
        for (int i = 0; i < gathered.length; i++) {
            gathered[i].append(rows.column(i));
        }
        flushIfFull();
    }

    private void flushIfFull() throws InterruptedException {
        if (gathered[0].size() >= batchRowsMax) {
            flush();
        }
    }

    /** Sends what was gathered, waiting until the window has room for it. */
    void flush() throws InterruptedException {
        int size = gathered[0].size();
        if (size == 0) {
            return;
        }
        Flip rows = schema.flip(List.of(gathered));
        gathered = builders(Math.min(size, batchRowsMax)); // as many are likely to come next
        for (int from = 0; from < size; from += batchRowsMax) {
            Flip batch = rows.slice(from, Math.min(batchRowsMax, size - from));
            window.enter(batch.size());
            inFlight.send(batch);
        }
    }
}
