package io.tickbus.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Runs the paths of a benchmark in turn, round by round, and compares their median rounds. */
final class PathComparison {
    /** Figures of one round of a path. */
    interface Figures {
        String path();

        double rowsPerSecond();
    }

    /** Runs one round of a path. */
    interface PathRound<P, F> {
        F run(String name, P path) throws Exception;
    }

    private PathComparison() {}

    /**
     * Runs all paths.
     *
     * @param paths the paths by their names, in the order of the result
     * @param warmUpRounds the number of rounds before the rounds that count
     * @param figure orders the rounds of a path
     * @return the median round of each path
     */
    static <P, F> List<F> medians(
            Map<String, P> paths, int warmUpRounds, int rounds, PathRound<P, F> path, ToDoubleFunction<F> figure)
            throws Exception {
        Map<String, List<F>> all = new LinkedHashMap<>();
        for (int round = -warmUpRounds; round < rounds; round++) {
            for (Map.Entry<String, P> each : paths.entrySet()) {
                F figures = path.run(each.getKey(), each.getValue());
                if (round >= 0) {
                    all.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(figures);
                }
            }
        }
        Comparator<F> order = Comparator.comparingDouble(figure);
        return all.values().stream()
                .map(of -> of.stream().sorted(order).toList().get(of.size() / 2))
                .toList();
    }

    /** Returns the rows per second of one path divided by those of other paths, as columns. A path that did not run has none. */
    static String ratios(Figures one, List<? extends Figures> medians, List<String> others) {
        StringBuilder columns = new StringBuilder();
        for (String other : others) {
            medians.stream()
                    .filter(figures -> figures.path().equals(other))
                    .forEach(figures -> columns.append(
                            String.format(Locale.ROOT, " %8.2f", one.rowsPerSecond() / figures.rowsPerSecond())));
        }
        return columns.toString();
    }
}
