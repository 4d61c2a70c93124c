package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One thread appends while others read the snapshots that it hands out. */
@Tag("race")
class SnapshotStressTest {
    private static final long ROWS_MAX = 300_000;
    private static final int KEYS = 100;
    private static final int READERS = 2;

    /** A snapshot with the sum of its column {@code n}, as the owner knows it. */
    private record Summed(Snapshot snapshot, long sum) {}

    private final AtomicReference<Summed> latest = new AtomicReference<>();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void readersOfAPlainTableSeeTheRowsOfTheirSnapshot() throws Exception {
        Table table = new Table(new Schema(List.of("n"), List.of(QType.LONG), 0), 1000, 20_000);
        run(table, false);
    }

    @Test
    void readersOfAKeyedTableSeeTheLastRowsOfTheirSnapshot() throws Exception {
        Table table = new Table(new Schema(List.of("k", "n"), List.of(QType.LONG, QType.LONG), 1), 64, Long.MAX_VALUE);
        run(table, true);
    }

    private void run(Table table, boolean keyed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try {
            publish(table, 0);
            List<CompletableFuture<Long>> readers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(this::readUntilDone, threads))
                    .limit(READERS)
                    .toList();
            try {
                if (keyed) {
                    upsert(table, new Random(21));
                } else {
                    append(table, new Random(22));
                }
            } finally {
                done.set(true);
            }
            for (CompletableFuture<Long> reader : readers) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void publish(Table table, long sum) {
        latest.set(new Summed(table.snapshot(), sum));
    }

    /** Each row is twice its offset and one, so that a run's sum follows from its ends; see {@link #sum}. */
    private void append(Table table, Random random) {
        while (table.nextOffset() < ROWS_MAX) {
            long[] items = new long[random.nextInt(300)];
            for (int i = 0; i < items.length; i++) {
                items[i] = 2 * (table.nextOffset() + i) + 1;
            }
            table.append(new Flip(List.of("n"), List.of(new LongVector(QType.LONG, items))));
            publish(table, sum(table.firstOffset(), table.nextOffset()));
        }
    }

    private static long sum(long from, long to) {
        return to * to - from * from;
    }

    private void upsert(Table table, Random random) {
        long[] model = new long[KEYS];
        long sum = 0;
        while (table.nextOffset() < ROWS_MAX) {
            long[] keys = random.longs(random.nextInt(50), 0, KEYS).toArray();
            long[] items = random.longs(keys.length, 0, 1000).toArray();
            for (int i = 0; i < keys.length; i++) {
                sum += items[i] - model[(int) keys[i]];
                model[(int) keys[i]] = items[i];
            }
            table.append(new Flip(
                    List.of("k", "n"), List.of(new LongVector(QType.LONG, keys), new LongVector(QType.LONG, items))));
            publish(table, sum);
        }
    }

    /** Gives how many snapshots were read. */
    private long readUntilDone() {
        long read = 0;
        boolean last;
        do {
            last = done.get(); // read first, so that the final snapshot is read as well
            Summed summed = Objects.requireNonNull(latest.get());
            Snapshot snapshot = summed.snapshot();
            long sum = 0;
            long rows = 0;
            for (long offset = snapshot.firstOffset(); offset < snapshot.nextOffset(); ) {
                long end = snapshot.runEnd(offset, 700);
                LongVector items = (LongVector) snapshot.run(offset, end).column("n");
                for (int i = 0; i < items.size(); i++) {
                    sum += items.at(i);
                }
                rows += items.size();
                offset = end;
            }
            assertThat(rows).isEqualTo(snapshot.count());
            assertThat(sum).isEqualTo(summed.sum());
            read++;
        } while (!last);
        return read;
    }
}
