package io.tickbus.bench.micro;

import io.tickbus.q.Flip;
import io.tickbus.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Appends trades to a table that keeps about the last million. Figures are per row. */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
public class Append {
    private static final int ROWS = 10_000;
    private static final int RETENTION_ROWS = 1_000_000;

    @Param({"1", "100", "10000"})
    public int batch;

    private final Table table = new Table(Samples.TRADE, Samples.SEGMENT_ROWS, RETENTION_ROWS);
    private final List<Object[]> list = new ArrayList<>();
    private Flip[] batches;
    private JavakdbTrades[] javakdbBatches;

    /** Generates the batches, which are used repeatedly. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        batches = new Flip[ROWS / batch];
        javakdbBatches = new JavakdbTrades[batches.length];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = Samples.trades(batch, Samples.SYMS, random);
            javakdbBatches[i] = JavakdbTrades.of(batches[i]);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long tickbus() {
        for (Flip trades : batches) {
            table.append(trades);
        }
        return table.nextOffset();
    }

    /** A list cannot drop its oldest rows cheaply. It is emptied instead, which is less work than a table does. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int arrayList() {
        if (list.size() >= RETENTION_ROWS) {
            list.clear();
        }
        for (JavakdbTrades trades : javakdbBatches) {
            for (int row = 0; row < trades.rows(); row++) {
                list.add(trades.row(row));
            }
        }
        return list.size();
    }
}
