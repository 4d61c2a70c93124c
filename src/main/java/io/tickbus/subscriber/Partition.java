package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.Frames;
import io.tickbus.q.RowReader;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.List;

/** The rows of one table that this subscriber brings, gathered into batches. For the thread that reads. */
final class Partition {
    private final Schema schema;
    private final RowReader reader;
    private final int batchRowsMax;
    private final Window window;
    private final Counters counters;
    private final InFlight inFlight;
    private VectorBuilder[] gathered;
    private final Flip nothing; // in place of a batch that has left, so that its arrays can go
    private Flip leaving;

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
        this.nothing = schema.empty();
        this.leaving = nothing;
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
    boolean take(Frames frames) {
        int rows = frames.takeRows(reader, gathered, batchRowsMax);
        counters.received.addAndGet(rows);
        flushIfFull();
        return rows > 0;
    }

    /** Takes rows of the schema; sends a batch when one is full. */
    void add(Flip rows) {
        counters.received.addAndGet(rows.size());
        for (int i = 0; i < gathered.length; i++) {
            gathered[i].append(rows.column(i));
        }
        flushIfFull();
    }

    private void flushIfFull() {
        if (gathered[0].size() >= batchRowsMax) {
            flush();
        }
    }

    /** Sends what was gathered, in batches, as far as the window has room; false when it has not enough. */
    boolean flush() {
        while (leaving.size() > 0 || gathered[0].size() > 0) {
            if (leaving.size() == 0) {
                leaving = schema.flip(List.of(gathered));
                gathered = builders(Math.min(leaving.size(), batchRowsMax)); // as many are likely to come next
            }
            Flip batch = leaving.slice(0, Math.min(batchRowsMax, leaving.size()));
            if (!window.tryEnter(batch.size())) {
                return false;
            }
            int left = leaving.size() - batch.size();
            leaving = left == 0 ? nothing : leaving.slice(batch.size(), left);
            inFlight.send(batch);
        }
        return true;
    }
}
