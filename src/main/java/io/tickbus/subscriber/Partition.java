package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.List;

/** The rows of one table that this subscriber brings, gathered into batches. For the q thread. */
final class Partition {
    private final Schema schema;
    private final int batchRowsMax;
    private final Window window;
    private final Counters counters;
    private final InFlight inFlight;
    private final List<Flip> gathered = new ArrayList<>();
    private int gatheredRows;

    Partition(Schema schema, int batchRowsMax, Window window, Counters counters, InFlight inFlight) {
        this.schema = schema;
        this.batchRowsMax = batchRowsMax;
        this.window = window;
        this.counters = counters;
        this.inFlight = inFlight;
    }

    Schema schema() {
        return schema;
    }

    InFlight inFlight() {
        return inFlight;
    }

    /** Takes rows of the schema; sends a batch when one is full. */
    void add(Flip rows) throws InterruptedException {
        counters.received.addAndGet(rows.size());
        int done = 0;
        while (done < rows.size()) {
            int count = Math.min(rows.size() - done, batchRowsMax - gatheredRows);
            gathered.add(rows.slice(done, count));
            gatheredRows += count;
            done += count;
            if (gatheredRows == batchRowsMax) {
                flush();
            }
        }
    }

    /** Sends what was gathered, waiting until the window has room for it. */
    void flush() throws InterruptedException {
        if (gatheredRows == 0) {
            return;
        }
        Flip rows = gathered.size() == 1 ? gathered.get(0) : joined();
        window.enter(gatheredRows);
        gathered.clear();
        gatheredRows = 0;
        inFlight.send(rows);
    }

    private Flip joined() {
        List<VectorBuilder> builders = schema.builders(gatheredRows);
        for (Flip rows : gathered) {
            for (int i = 0; i < builders.size(); i++) {
                builders.get(i).append(rows.column(i));
            }
        }
        return schema.flip(builders);
    }
}
