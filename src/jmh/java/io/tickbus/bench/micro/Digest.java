package io.tickbus.bench.micro;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Computes the digest of trades as an owner does for each batch. Figures are per row of four columns. */
@State(Scope.Benchmark)
public class Digest {
    private static final int ROWS = 10_000;

    @Param({"1", "100", "10000"})
    public int batch;

    private final RowDigests digests = new RowDigests();
    private Flip[] batches;

    /** Generates the batches, which are digested repeatedly. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        batches = new Flip[ROWS / batch];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = Samples.trades(batch, Samples.SYMS, random);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long tickbus() {
        for (Flip trades : batches) {
            digests.append(trades);
        }
        return digests.last();
    }
}
