package io.tickbus.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** Formats the table of {@link Micro}, with a line for each benchmark and its parameters. */
final class MicroReport {
    static final String HEADER = String.format(
            "%-14s %-22s %12s %12s   %-10s %12s %12s %8s",
            "benchmark", "with", "tickbus ns", "B", "beside", "ns", "B", "times");

    private static final String OURS = "tickbus";
    private static final String ALLOCATED = "gc.alloc.rate.norm"; // some releases of JMH put a dot in front

    private MicroReport() {}

    /** Returns the lines of one class, for its method {@code tickbus} and for the other method if there is one. */
    static List<String> lines(Collection<RunResult> results) {
        Map<String, Map<String, RunResult>> byCase = new LinkedHashMap<>();
        for (RunResult result : results) {
            byCase.computeIfAbsent(parameters(result.getParams()), name -> new TreeMap<>())
                    .put(method(result.getParams()), result);
        }
        return byCase.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String line(String parameters, Map<String, RunResult> methods) {
        RunResult ours = methods.get(OURS);
        if (ours == null) {
            throw new IllegalStateException("no method " + OURS + " among " + methods.keySet());
        }
        String line = String.format(
                Locale.ROOT,
                "%-14s %-22s %,12.1f %,12.1f",
                benchmark(ours.getParams()),
                parameters,
                nanos(ours),
                bytes(ours));
        for (Map.Entry<String, RunResult> method : methods.entrySet()) {
            RunResult other = method.getValue();
            if (other != ours) {
                line += String.format(
                        Locale.ROOT,
                        "   %-10s %,12.1f %,12.1f %8.1f",
                        method.getKey(),
                        nanos(other),
                        bytes(other),
                        nanos(other) / nanos(ours));
            }
        }
        return line;
    }

    private static double nanos(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    /** Returns the bytes that an operation allocates. */
    private static double bytes(RunResult result) {
        for (String name : result.getSecondaryResults().keySet()) {
            if (name.endsWith(ALLOCATED)) {
                return result.getSecondaryResults().get(name).getScore();
            }
        }
        return Double.NaN;
    }

    private static String method(BenchmarkParams params) {
        return params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
    }

    private static String benchmark(BenchmarkParams params) {
        String[] parts = params.getBenchmark().split("\\.", -1);
        return parts[parts.length - 2];
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
    }
}
