package io.tickbus.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what records and a cursor cost a handler of rows. */
@Command(
        name = "bench records",
        mixinStandardHelpOptions = true,
        description = {
            "Measures three handlers that sum the columns size and price of trade(time, sym, price, size): by index in"
                    + " the vectors, by name with a RowCursor, and by name with records of all four columns.",
            "",
            "Ways: consumer, a TableConsumer in the owner's JVM that reads the table from its first to its last row;"
                    + " bare, the handler alone, with the same batches. The sums are compared in each round. All paths"
                    + " take turns, round by round; medians are printed.",
            ""
        })
public final class Records extends Benchmark {
    private static final int WARM_UP_ROUNDS = 10;
    private static final int GENERATED_ROWS = 10_000; // rows of each generated batch
    private static final double TOLERANCE = 1e-9; // relative, because sums of floats depend on the sizes of the batches
    private static final String HEADER =
            String.format("%-9s %10s  %-9s %14s %9s %8s", "way", "batch rows", "handler", "rows/s", "ns/row", "/index");

    @Option(names = "--rows", defaultValue = "3000000", description = "Rows of the table; default ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--rounds",
            defaultValue = "31",
            description = "Rounds that count, after " + WARM_UP_ROUNDS + " that do not; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1000,10000",
            description = "Rows that the consumer requests at once, 1 to 10000; default ${DEFAULT-VALUE}."
                    + " A consumer requests 1000 unless it says otherwise.")
    private List<Integer> batches = List.of();

    /** Sums the rows in one way. */
    private interface Way {
        double sum(RecordPaths.Handler handler, int batchRows);
    }

    private record Path(String way, Way run, int batchRows, RecordPaths.Handler handler) {}

    private record Figures(String way, int batchRows, String path, double rowsPerSecond)
            implements PathComparison.Figures {
        JsonObject toJson() {
            return JsonObject.of(
                    "way", way, "batchRows", batchRows, "handler", path, "rowsPerSecond", rowsPerSecond);
        }
    }

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Records()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (rows < 1 || rounds < 1 || batches.stream().anyMatch(batch -> batch < 1 || batch > GENERATED_ROWS)) {
            throw wrongOptions("rows and rounds are above 0, and a batch has 1 to " + GENERATED_ROWS + " rows");
        }
        out.printf("%s, %,d rows%n%s%n", machine(), rows, HEADER);
        JsonArray figures = new JsonArray();
        try (RecordPaths table = new RecordPaths(rows)) {
            double expected = table.bare(RecordPaths::byIndex, GENERATED_ROWS);
            List<Figures> medians = PathComparison.medians(
                    paths(table),
                    WARM_UP_ROUNDS,
                    rounds,
                    (name, path) -> round(name, path, expected),
                    Figures::rowsPerSecond);
            medians.forEach(one -> print(one, medians));
            medians.forEach(one -> figures.add(one.toJson()));
        }
        writeJson(figures);
        return 0;
    }

    private Map<String, Path> paths(RecordPaths table) {
        Map<String, Path> paths = new LinkedHashMap<>();
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("consumer", table::consumer);
        ways.put("bare", table::bare);
        ways.forEach((way, run) -> batches.forEach(batch -> RecordPaths.handlers()
                .forEach((name, handler) ->
                        paths.put(way + " " + batch + " " + name, new Path(way, run, batch, handler)))));
        return paths;
    }

    private Figures round(String name, Path path, double expected) {
        System.gc();
        long start = System.nanoTime();
        double sum = path.run.sum(path.handler, path.batchRows);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!(Math.abs(sum - expected) <= TOLERANCE * expected)) {
            throw new IllegalStateException(name + ": the sum is " + sum + ", and " + expected + " was expected");
        }
        return new Figures(path.way, path.batchRows, name.substring(name.lastIndexOf(' ') + 1), rows / seconds);
    }

    private void print(Figures one, List<Figures> medians) {
        List<Figures> peers = medians.stream()
                .filter(other -> other.way.equals(one.way) && other.batchRows == one.batchRows)
                .toList();
        out.printf(
                Locale.ROOT,
                "%-9s %10d  %-9s %,14.0f %9.2f%s%n",
                one.way,
                one.batchRows,
                one.path,
                one.rowsPerSecond,
                1e9 / one.rowsPerSecond,
                PathComparison.ratios(one, peers, List.of("index")));
    }
}
