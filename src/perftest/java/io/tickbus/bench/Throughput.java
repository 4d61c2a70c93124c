package io.tickbus.bench;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the rows per second from a socket to a table, for a drain, javakdb, javakdb with a lock, and Tickbus. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures rows a second from a socket to a table, Tickbus beside what one would write without it.",
            "",
            "A process of its own sends messages made beforehand: burst, many messages a write, or single, a write for"
                    + " each. Paths: drain, a socket that is read and its bytes thrown away; javakdb, c.k() in a loop;"
                    + " javakdb+lock, its rows appended to one list under a lock; tickbus, subscribers, event bus and"
                    + " table, every row checked in the table at the end. They take turns, round by round, so that"
                    + " noise hits all alike; medians are printed. Where the drain is faster than a path, the sender"
                    + " was not its limit.",
            "",
            "A round's rows stay in the heap of 8 GB: for rounds of more than 2 seconds give it more"
                    + " (TICKBUS_JAVA_OPTS=-Xmx...).",
            ""
        },
        footer = {"", "Other measurements, each with its own --help: bench latency, bench replay, bench cluster,"
                    + " bench watched, bench gateway, bench records, bench append, bench micro."})
public final class Throughput extends Benchmark {
    private static final int WARM_UP_ROUNDS_MIN = 15; // rounds of each path, over all shapes
    private static final List<Shape> SHAPES = List.of(
            new Shape("pairs", 1, 1, false),
            new Shape("pairs", 1, 4, false),
            new Shape("pairs", 1, 20, false),
            new Shape("pairs", 1, 20, true),
            new Shape("trade", 1, 1, false),
            new Shape("trade", 1, 1, true),
            new Shape("trade", 1, 4, false),
            new Shape("trade", 10, 1, false),
            new Shape("trade", 10, 4, false),
            new Shape("trade", 100, 1, false),
            new Shape("trade", 100, 4, false),
            new Shape("trade", 1000, 1, false),
            new Shape("trade", 1000, 4, false),
            new Shape("trade", 10_000, 1, false),
            new Shape("trade", 10_000, 4, false));

    private static final Map<String, Supplier<CheckedReceiver>> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put("drain", SocketReceiver.Drain::new);
        PATHS.put("javakdb", () -> new SocketReceiver.Javakdb(false));
        PATHS.put("javakdb+lock", () -> new SocketReceiver.Javakdb(true));
        PATHS.put("tickbus", () -> new TickbusReceiver(false));
    }

    @Option(names = "--shape", description = "Only pairs, or only trade.")
    private @Nullable String shape;

    @Option(names = "--batch", description = "Only so many rows a message.")
    private @Nullable Integer batch;

    @Option(names = "--connections", description = "Only so many connections.")
    private @Nullable Integer connections;

    @Option(names = "--sending", description = "Only burst, or only single.")
    private @Nullable String sending;

    @Option(
            names = "--path",
            split = ",",
            description = "Only these paths: drain, javakdb, javakdb+lock, tickbus.")
    private Set<String> paths = new LinkedHashSet<>();

    @Option(
            names = "--seconds",
            defaultValue = "0.3",
            description = "Sending time of a round; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds that count, after one that does not; default ${DEFAULT-VALUE}.")
    private int rounds;

    /** Returns the receiver of a path. */
    static CheckedReceiver receiver(String path) {
        return Objects.requireNonNull(PATHS.get(path), path).get();
    }

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Throughput()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        requireSense();
        List<Result> results = new ArrayList<>();
        out.printf("%s, %s%n", machine(), SHAPES.size() + " shapes");
        try (SenderProcess sender = new SenderProcess()) {
            warmUp(sender);
            out.println(Report.HEADER);
            for (Shape candidate : SHAPES) {
                if (isWanted(candidate)) {
                    List<Result> medians = measure(sender, candidate, rounds);
                    out.println(Report.lines(medians));
                    results.addAll(medians);
                }
            }
        }
        writeJson(new JsonArray(results.stream().map(Result::toJson).toList()));
        return 0;
    }

    private void requireSense() {
        if (!PATHS.keySet().containsAll(paths)) {
            throw wrongOptions("--path is of " + PATHS.keySet() + ", not " + paths);
        }
        if (seconds <= 0 || rounds < 1) {
            throw wrongOptions("seconds and rounds are above 0");
        }
        if (SHAPES.stream().noneMatch(this::isWanted)) {
            throw wrongOptions("no such shape; there are (rows a message, connections) " + SHAPES);
        }
    }

    private boolean isWanted(Shape candidate) {
        return (shape == null || shape.equals(candidate.name()))
                && (batch == null || batch == candidate.rowsPerMessage())
                && (connections == null || connections == candidate.connections())
                && (sending == null || sending.equals(candidate.sending()));
    }

    private List<Result> measure(SenderProcess sender, Shape candidate, int roundsThatCount) throws Exception {
        Map<String, Supplier<CheckedReceiver>> wanted = new LinkedHashMap<>(PATHS);
        wanted.keySet().removeIf(name -> !paths.isEmpty() && !paths.contains(name));
        return PathComparison.medians(
                wanted,
                1,
                roundsThatCount,
                (name, receiver) -> Round.of(sender, candidate, name, receiver.get(), seconds),
                Result::rowsPerSecond);
    }

    /** Runs all paths until their code is compiled. On two cores the compiler would slow the first rounds. */
    private void warmUp(SenderProcess sender) throws Exception {
        List<Shape> shapes = SHAPES.stream().filter(this::isWanted).toList();
        for (int round = 0; round * shapes.size() < WARM_UP_ROUNDS_MIN; round++) {
            for (Shape wanted : shapes) {
                measure(sender, wanted, 0);
            }
        }
    }
}
