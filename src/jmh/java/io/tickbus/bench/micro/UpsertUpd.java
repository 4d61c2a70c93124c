package io.tickbus.bench.micro;

import com.kx.c;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.table.Table;
import java.io.IOException;
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

/**
 * Decodes messages of 1000 rows and upserts them to the last trade of each of 500 symbols, like {@link KeyedUpsert}
 * with decoding. Figures are per row.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
public class UpsertUpd {
    private static final int BATCH_ROWS = 1000;
    private static final int MESSAGES = 16;

    private final c javakdb = new c();
    private final Map<List<Object>, Object[]> map = new HashMap<>();
    private final Table table = new Table(KeyedUpsert.BY_SYM, Samples.SEGMENT_ROWS, Long.MAX_VALUE);
    private final byte[][] messages = new byte[MESSAGES][];
    private int next;

    /** Generates the messages, which are used repeatedly. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < MESSAGES; i++) {
            Flip trades = KeyedUpsert.bySym(Samples.trades(BATCH_ROWS, Samples.SYMS, random));
            messages[i] = Encoder.message(MessageKind.ASYNC, Samples.upd(trades));
        }
    }

    private byte[] nextMessage() {
        next = (next + 1) % MESSAGES;
        return messages[next];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH_ROWS)
    public long tickbus() {
        GeneralList upd = (GeneralList) Message.decode(nextMessage()).value();
        return table.append((Flip) upd.valueAt(2));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH_ROWS)
    public int hashMap() throws IOException, c.KException {
        Object[] upd = (Object[]) javakdb.deserialize(nextMessage());
        JavakdbTrades trades = JavakdbTrades.bySym((c.Flip) upd[2]);
        for (int row = 0; row < trades.rows(); row++) {
            map.put(List.of(trades.sym()[row]), trades.row(row));
        }
        return map.size();
    }
}
