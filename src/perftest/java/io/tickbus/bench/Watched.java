package io.tickbus.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what metrics and the page cost in rows per second, and how much the path without them differs from itself.
 */
@Command(
        name = "bench watched",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what being watched costs: rows a second from a socket to a table, with the page open, metrics read"
                    + " each second and Vert.x's own metrics on, beside the same without any of it.",
            "",
            "Paths: plain; watched; again, which is plain once more. They take turns, another one first in each round."
                    + " Printed are medians: rows/s, processor time of the process, with the watcher in it, and the ratio to"
                    + " the other plain ones of the round, with the two between which it lies in 19 of 20 runs.",
            ""
        })
public final class Watched extends Benchmark {
    private static final int WARM_UP_ROUNDS = 15;
    private static final double WARM_UP_SECONDS = 0.5;
    /**
     * The half width of the confidence interval of a median, in ranks, divided by the square root of the number of
     * values. The confidence is 95 %.
     */
    private static final double MEDIAN_RANKS = 0.98;

    private static final int PATHS = 3;
    private static final int WATCHED = 1;
    private static final List<Shape> SHAPES = List.of(
            new Shape("trade", 1, 1, false),
            new Shape("trade", 1, 4, false),
            new Shape("trade", 100, 1, false),
            new Shape("trade", 100, 4, false));

    @Option(names = "--batch", description = "Only so many rows a message: 1 or 100.")
    private @Nullable Integer batch;

    @Option(names = "--connections", description = "Only so many connections: 1 or 4.")
    private @Nullable Integer connections;

    @Option(
            names = "--seconds",
            defaultValue = "0.5",
            description = "Sending time of a round; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "61", description = "Rounds that count; default ${DEFAULT-VALUE}.")
    private int rounds;

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Watched()).execute(args));
    }

    /** One round of each path, one after the other. */
    private record Turn(Result plain, Result watched, Result again) {
        /** Returns the ratio of a path's rows per second to those of the plain path. */
        double ratio(Result one) {
            double others = one.equals(plain)
                    ? again.rowsPerSecond()
                    : one.equals(again) ? plain.rowsPerSecond() : (plain.rowsPerSecond() + again.rowsPerSecond()) / 2;
            return one.rowsPerSecond() / others;
        }
    }

    @Override
    public Integer call() throws Exception {
        List<Shape> shapes = SHAPES.stream()
                .filter(shape -> batch == null || batch == shape.rowsPerMessage())
                .filter(shape -> connections == null || connections == shape.connections())
                .toList();
        try (SenderProcess sender = new SenderProcess()) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                for (Shape shape : shapes) {
                    turn(sender, shape, round, WARM_UP_SECONDS);
                }
            }
            out.println(Figures.HEADER);
            List<Turn> all = new ArrayList<>();
            JsonArray figures = new JsonArray();
            for (Shape shape : shapes) {
                List<Turn> turns = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    turns.add(turn(sender, shape, round, seconds));
                }
                String name = "trade x" + shape.rowsPerMessage() + ", " + shape.connections();
                print(name, turns).forEach(one -> figures.add(one.toJson()));
                all.addAll(turns);
            }
            print("all", all).forEach(one -> figures.add(one.toJson()));
            writeJson(figures);
        }
        return 0;
    }

    private static Turn turn(SenderProcess sender, Shape shape, int round, double seconds) throws Exception {
        Result[] results = new Result[PATHS];
        for (int i = 0; i < PATHS; i++) {
            int path = (round + i) % PATHS;
            TickbusReceiver receiver = new TickbusReceiver(path == WATCHED);
            results[path] = Round.of(sender, shape, "tickbus", receiver, seconds);
        }
        return new Turn(results[0], results[WATCHED], results[2]);
    }

    private List<Figures> print(String shape, List<Turn> turns) {
        List<Figures> figures = List.of(
                Figures.of(shape, "plain", turns, Turn::plain),
                Figures.of(shape, "watched", turns, Turn::watched),
                Figures.of(shape, "again", turns, Turn::again));
        figures.forEach(one -> out.println(one.line()));
        return figures;
    }

    /** The medians of a path's rounds, and the 95 % confidence interval of its ratio. */
    private record Figures(
            String shape, String path, double rowsPerSecond, double cpuNsPerRow, double ratio, double low, double high) {
        static final String HEADER = String.format(
                "%-24s %-8s %14s %12s %8s %17s", "shape", "path", "rows/s", "CPU ns/row", "/plain", "19 of 20");

        static Figures of(String shape, String path, List<Turn> turns, Function<Turn, Result> which) {
            double[] ratios = sorted(turns, turn -> turn.ratio(which.apply(turn)));
            int count = ratios.length;
            int low = (int) Math.max(0, count / 2.0 - MEDIAN_RANKS * Math.sqrt(count) - 1);
            return new Figures(
                    shape,
                    path,
                    sorted(turns, turn -> which.apply(turn).rowsPerSecond())[count / 2],
                    sorted(turns, turn -> which.apply(turn).cpuNsPerRow())[count / 2],
                    ratios[count / 2],
                    ratios[low],
                    ratios[count - 1 - low]);
        }

        private static double[] sorted(List<Turn> turns, ToDoubleFunction<Turn> figure) {
            return turns.stream().mapToDouble(figure).sorted().toArray();
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-24s %-8s %,14.0f %12.1f %8.3f %8.3f %8.3f",
                    shape,
                    path,
                    rowsPerSecond,
                    cpuNsPerRow,
                    ratio,
                    low,
                    high);
        }

        JsonObject toJson() {
            return new JsonObject()
                    .put("shape", shape)
                    .put("path", path)
                    .put("rowsPerSecond", rowsPerSecond)
                    .put("cpuNsPerRow", cpuNsPerRow)
                    .put("ratio", ratio)
                    .put("ratioLow", low)
                    .put("ratioHigh", high);
        }
    }
}
