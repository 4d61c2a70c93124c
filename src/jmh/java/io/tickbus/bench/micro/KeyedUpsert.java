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
 * The last trade of each symbol, from batches of 1000; figures are per row. The map has it easier than in life: the batches
 * come again, so their strings know their hashes already; {@link UpsertUpd} is without that.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
public class KeyedUpsert {
    private static final int BATCH_ROWS = 1000;
    private static final int BATCHES_MIN = 16; // few, since rows come from a decoder, warm in the cache
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

    /** Makes the batches that are sent again and again. */
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

    /** The same rows with the key in front. */
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
