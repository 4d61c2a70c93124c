package io.tickbus.bench.micro;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Takes a snapshot of a table with two columns, with and without a key. All keys differ. The time does not depend on
 * the number of rows.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
public class TableSnapshot {
    private static final int BATCH_ROWS = 1000;

    @Param({"0", "1"})
    public int keys;

    @Param({"1000", "10000000"})
    public int rows;

    private Table table;

    /** Fills the table. */
    @Setup
    public void fill() {
        Schema schema = new Schema(List.of("id", "size"), List.of(QType.LONG, QType.LONG), keys);
        table = new Table(schema, Samples.SEGMENT_ROWS, Long.MAX_VALUE);
        for (int from = 0; from < rows; from += BATCH_ROWS) {
            LongVector batch = new LongVector(
                    QType.LONG, LongStream.range(from, from + BATCH_ROWS).toArray());
            table.append(new Flip(schema.columns(), List.of(batch, batch)));
        }
    }

    @Benchmark
    public Snapshot tickbus() {
        return table.snapshot();
    }
}
