package io.tickbus.bench.micro;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Upserts batches of 1000 trades to the last trade of each symbol. Figures are per row. The map has an advantage: the
 * batches repeat, so their strings have cached hashes. {@link UpsertUpd} has no such advantage.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
public class KeyedUpsert {
    private static final int BATCH_ROWS = 1000;
    private static final int BATCHES_MIN = 16; // few, because rows from a decoder are warm in the cache
    private static final int ROWS_PER_SYM_MIN = 2;
    static final Schema BY_SYM = new Schema(
            List.of("sym", "time", "price", "size", "ex"),
            List.of(QType.SYMBOL, QType.TIMESPAN, QType.FLOAT, QType.LONG, QType.CHAR),
            1);

    @Param({"500", "100000"})
    public int syms;

    private final Map<List<Object>, Object[]> map = new HashMap<>();
    private final Table table = new Table(BY_SYM, Samples.SEGMENT_ROWS, Long.MAX_VALUE);
    private Flip[] batches;
    private JavakdbTrades[] javakdbBatches;
    private int next;

    /** Generates the batches, which are used repeatedly. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        int count = Math.max(BATCHES_MIN, ROWS_PER_SYM_MIN * syms / BATCH_ROWS);
        batches = new Flip[count];
        javakdbBatches = new JavakdbTrades[count];
        for (int i = 0; i < count; i++) {
            Flip trades = Samples.trades(BATCH_ROWS, syms, random);
            javakdbBatches[i] = JavakdbTrades.of(trades);
            batches[i] = bySym(trades);
        }
    }

    /** Returns these rows with the key as the first column. */
    static Flip bySym(Flip trades) {
        return new Flip(
                BY_SYM.columns(), BY_SYM.columns().stream().map(trades::column).toList());
    }

    private int nextBatch() {
        next = (next + 1) % batches.length;
        return next;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH_ROWS)
    public long tickbus() {
        return table.append(batches[nextBatch()]);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH_ROWS)
    public int hashMap() {
        JavakdbTrades trades = javakdbBatches[nextBatch()];
        for (int row = 0; row < trades.rows(); row++) {
            map.put(List.of(trades.sym()[row]), trades.row(row));
        }
        return map.size();
    }
}
