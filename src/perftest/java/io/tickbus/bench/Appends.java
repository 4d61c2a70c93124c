package io.tickbus.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares appending a c.Flip of javakdb with appending batches, and with javakdb's own way. */
@Command(
        name = "bench append",
        mixinStandardHelpOptions = true,
        description = {
            "Measures rows a second that an application appends to a table of its JVM, with several requests in flight: a"
                    + " ready batch that is sent again and again, a batch that is built from Java arrays for each request,"
                    + " and a c.Flip of javakdb of the same arrays. javakdb serializes the same c.Flip to a socket that is"
                    + " only drained.",
            "",
            "The paths take turns, another one first in each round. Printed are medians, and the medians of the ratios to"
                    + " the ready and the built batch of the round.",
            ""
        })
public final class Appends implements Callable<Integer> {
    @Option(names = "--rows", split = ",", defaultValue = "100,1000", description = "Rows a message; default ${DEFAULT-VALUE}.")
    private List<Integer> rows = List.of();

    @Option(names = "--seconds", defaultValue = "0.5", description = "Time of a path in a round; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "15", description = "Rounds that count; default ${DEFAULT-VALUE}.")
    private int rounds;

    private static final int WARM_UP_ROUNDS = 5;

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Appends()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        System.out.printf("%-10s %-8s %14s %8s %8s%n", "rows", "path", "rows/s", "/batch", "/built");
        for (int count : rows) {
            try (AppendRound round = new AppendRound(count)) {
                print(count, measure(round));
            }
        }
        return 0;
    }

    /** Returns the rows per second of each path, round by round. */
    private Map<String, List<Double>> measure(AppendRound round) throws Exception {
        Map<String, List<Double>> results = new LinkedHashMap<>();
        AppendRound.PATHS.forEach(path -> results.put(path, new ArrayList<>()));
        List<String> order = new ArrayList<>(AppendRound.PATHS);
        for (int i = 0; i < WARM_UP_ROUNDS + rounds; i++) {
            for (String path : order) {
                double rowsPerSecond = round.rowsPerSecond(path, seconds);
                if (i >= WARM_UP_ROUNDS) {
                    results.computeIfAbsent(path, first -> new ArrayList<>()).add(rowsPerSecond);
                }
            }
            Collections.rotate(order, 1);
        }
        return results;
    }

    private static void print(int count, Map<String, List<Double>> results) {
        results.forEach((path, each) -> System.out.printf(
                Locale.ROOT,
                "%-10d %-8s %,14.0f %8.2f %8.2f%n",
                count,
                path,
                median(each),
                ratio(each, results.getOrDefault("batch", List.of())),
                ratio(each, results.getOrDefault("built", List.of()))));
    }

    /** Returns the median of the ratios round by round. */
    private static double ratio(List<Double> path, List<Double> reference) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            ratios.add(path.get(i) / reference.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
