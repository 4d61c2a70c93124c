package io.tickbus.bench.micro;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Computes the volume-weighted average price by symbol over 10 million trades. Figures are per row. */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
public class FullScan {
    private static final int ROWS = 10_000_000;
    private static final int BATCH_ROWS = 10_000;

    private final Table table = new Table(Samples.TRADE, Samples.SEGMENT_ROWS, Long.MAX_VALUE);
    private final List<Object[]> list = new ArrayList<>(ROWS);

    /** The sums of the trades of a symbol. */
    private static final class Turnover {
        private double amount;
        private long volume;

        void add(double price, long size) {
            amount += price * size;
            volume += size;
        }

        double averagePrice() {
            return amount / volume;
        }
    }

    /** Fills the table and the list with equal trades, and compares their results. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        for (int from = 0; from < ROWS; from += BATCH_ROWS) {
            Flip trades = Samples.trades(BATCH_ROWS, Samples.SYMS, random);
            table.append(trades);
            JavakdbTrades rows = JavakdbTrades.of(trades);
            for (int row = 0; row < rows.rows(); row++) {
                list.add(rows.row(row));
            }
        }
        if (!tickbus().equals(arrayList())) {
            throw new IllegalStateException("the averages differ");
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Map<String, Double> tickbus() {
        Snapshot snapshot = table.snapshot();
        double[] amounts = {};
        long[] volumes = {};
        for (long offset = snapshot.firstOffset(); offset < snapshot.nextOffset(); ) {
            long end = snapshot.runEnd(offset, Integer.MAX_VALUE);
            Flip run = snapshot.run(offset, end);
            SymbolVector sym = (SymbolVector) run.column("sym");
            FloatVector price = (FloatVector) run.column("price");
            LongVector size = (LongVector) run.column("size");
            for (int row = 0; row < run.size(); row++) {
                int id = sym.idAt(row);
                if (id >= amounts.length) {
                    amounts = Arrays.copyOf(amounts, 2 * (id + 1));
                    volumes = Arrays.copyOf(volumes, 2 * (id + 1));
                }
                amounts[id] += price.at(row) * size.at(row);
                volumes[id] += size.at(row);
            }
            offset = end;
        }
        Map<String, Double> averages = new HashMap<>();
        for (int id = 0; id < volumes.length; id++) {
            if (volumes[id] > 0) {
                averages.put(Symbols.text(id), amounts[id] / volumes[id]);
            }
        }
        return averages;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Map<String, Double> arrayList() {
        Map<String, Turnover> turnovers = new HashMap<>();
        for (Object[] row : list) {
            turnovers.computeIfAbsent((String) row[1], sym -> new Turnover()).add((double) row[2], (long) row[3]);
        }
        Map<String, Double> averages = new HashMap<>();
        turnovers.forEach((sym, turnover) -> averages.put(sym, turnover.averagePrice()));
        return averages;
    }
}
