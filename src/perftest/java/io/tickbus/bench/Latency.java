package io.tickbus.bench;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the latency until a row is in the table, at fixed rates, for Tickbus and for javakdb with a lock and a list. The
 * latency of a row begins when it is <em>due</em> at the sender, which keeps its schedule whatever the receiver does ({@link
 * Paced}). If one row delays the next hundred rows, these rows are recorded as late too. This avoids coordinated omission at
 * its source. HdrHistogram's {@code recordValueWithExpectedInterval} would count these rows twice.
 */
@Command(
        name = "bench latency",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the time from when a row is due at the sender to when it is in the table, at fixed rates, Tickbus"
                    + " beside javakdb with a lock and a list.",
            "",
            "One-row messages of trade come from a process of their own, row after row on connection after connection;"
                + " what is due on a connection goes out in one write. For javakdb+lock a row is in the table once"
                + " appended, under the lock; for tickbus once it can be fetched from the table over the event bus, on"
                + " the thread that appends; and for its consumer once a verticle with a thread of its own has fetched"
                + " it so. All take turns, round by round.",
            "",
            "Columns: rows/s that arrived; percentiles of all rows of all rounds; CPU of the receiver's process, 100"
                    + " for one core; how late the sender was in giving rows to their sockets, which is part of the"
                    + " latency; rows in one write of the sender.",
            ""
        })
public final class Latency extends Benchmark {
    private static final int WARM_UP_ROWS_PER_SECOND = 100_000;
    private static final int WARM_UP_MS = 3000;

    private static final Map<String, Supplier<TimedReceiver>> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put("javakdb+lock", TimedJavakdb::new);
        PATHS.put("tickbus", () -> new TimedTickbus(true));
        PATHS.put("tickbus, consumer", () -> new TimedTickbus(false));
    }

    @Option(
            names = "--rate",
            defaultValue = "1000,10000,100000,500000",
            split = ",",
            description = "Rows a second on all connections; may be repeated; default ${DEFAULT-VALUE}.")
    private List<Integer> rates = List.of();

    @Option(names = "--connections", defaultValue = "4", description = "Default ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "Length of a round; default ${DEFAULT-VALUE}. One whose rows are not taken in 5 times"
                    + " that ends there.")
    private double seconds;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Rounds that count, after a shorter one that does not; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--path", description = "Only this path: javakdb+lock, tickbus, 'tickbus, consumer'.")
    private @Nullable String path;

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Latency()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        requireSense();
        out.printf("%s, one-row messages of trade on %d connections%n", machine(), connections);
        List<LatencyResult> results = new ArrayList<>();
        try (SenderProcess sender = new SenderProcess()) {
            inTurn(sender, WARM_UP_ROWS_PER_SECOND, WARM_UP_MS);
            out.println(LatencyResult.HEADER);
            for (int rate : rates) {
                List<LatencyResult> measured = measure(sender, rate);
                measured.forEach(result -> out.println(result.line()));
                results.addAll(measured);
            }
        }
        writeJson(new JsonArray(results.stream().map(LatencyResult::toJson).toList()));
        return 0;
    }

    private void requireSense() {
        if (rates.stream().anyMatch(rate -> rate < 1) || connections < 1 || seconds <= 0 || rounds < 1) {
            throw wrongOptions("a rate, connections, seconds and rounds are above 0");
        }
        if (path != null && !PATHS.containsKey(path)) {
            throw wrongOptions("--path is one of " + PATHS.keySet() + ", not " + path);
        }
    }

    private List<LatencyResult> measure(SenderProcess sender, int rate) throws Exception {
        int sendMs = (int) Math.round(seconds * 1000);
        inTurn(sender, rate, sendMs / 2);
        List<LatencyResult> sums = inTurn(sender, rate, sendMs);
        for (int round = 1; round < rounds; round++) {
            List<LatencyResult> results = inTurn(sender, rate, sendMs);
            for (int i = 0; i < results.size(); i++) {
                sums.set(i, sums.get(i).plus(results.get(i)));
            }
        }
        return sums;
    }

    /** Runs a round of each path. */
    private List<LatencyResult> inTurn(SenderProcess sender, int rate, int sendMs) throws Exception {
        List<LatencyResult> results = new ArrayList<>();
        for (Map.Entry<String, Supplier<TimedReceiver>> entry : PATHS.entrySet()) {
            if (path == null || path.equals(entry.getKey())) {
                results.add(round(sender, entry.getKey(), entry.getValue().get(), rate, sendMs));
            }
        }
        return results;
    }

    private LatencyResult round(SenderProcess sender, String name, TimedReceiver receiver, int rate, int sendMs)
            throws Exception {
        System.gc();
        Order order = new Order(new Shape("trade", 1, connections, true), sendMs, rate);
        sender.prepare(order);
        receiver.connect(order.shape(), sender.port());
        sender.awaitReady();
        long cpu = ProcessCpu.nanos();
        sender.go();
        long start = System.nanoTime();
        long rows = Arrays.stream(sender.awaitSent()).sum();
        receiver.awaitRows(rows);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (ProcessCpu.nanos() - cpu) / 1e9;
        receiver.close();
        if (receiver.latencyNs().getTotalCount() != rows) {
            throw new IllegalStateException(
                    name + ": " + receiver.latencyNs().getTotalCount() + " rows taken, " + rows + " sent");
        }
        LatencyResult result = new LatencyResult(
                rate,
                name,
                connections,
                order.dueRows(),
                elapsed,
                cpuSeconds,
                receiver.latencyNs(),
                sender.awaitLateness());
        sender.done();
        return result;
    }
}
