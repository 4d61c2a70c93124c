package io.tickbus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats the printed table. */
final class Report {
    static final String HEADER = String.format(
            "%-24s %-13s %14s %9s %12s %8s %8s %8s",
            "shape", "path", "rows/s", "MB/s", "CPU ns/row", "/drain", "/javakdb", "/+lock");

    private Report() {}

    /** Returns the lines of a shape's paths, with the ratios of Tickbus to the other paths. */
    static String lines(List<Result> results) {
        List<String> lines = new ArrayList<>();
        for (Result result : results) {
            Shape shape = result.shape();
            String name =
                    shape.name() + " x" + shape.rowsPerMessage() + ", " + shape.connections() + " " + shape.sending();
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-24s %-13s %,14.0f %,9.0f %,12.1f",
                    name,
                    result.path(),
                    result.rowsPerSecond(),
                    result.mbPerSecond(),
                    result.cpuNsPerRow()));
            if (result.path().equals("tickbus")) {
                List.of("drain", "javakdb", "javakdb+lock")
                        .forEach(other -> line.append(String.format(" %8s", ratio(result, other, results))));
            }
            lines.add(line.toString());
        }
        return String.join("\n", lines);
    }

    private static String ratio(Result result, String other, List<Result> results) {
        return results.stream()
                .filter(one -> one.path().equals(other))
                .map(one -> String.format(Locale.ROOT, "%.3f", result.rowsPerSecond() / one.rowsPerSecond()))
                .findAny()
                .orElse("");
    }
}
