package io.tickbus.hostile;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Counts results by their text. Thread-safe. */
final class Tally {
    /** Matches q's errors, HTTP's status codes, and connections that are closed. */
    private static final Pattern REFUSED = Pattern.compile("'[a-z]|\\b[45]\\d\\d\\b|closed|cut off|not let in|refused");

    private final Map<String, Integer> counts = new TreeMap<>();

    synchronized void add(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** Returns the number of all results. */
    synchronized int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns the number of refusals. A refusal is a closed connection or an answer with an error. */
    synchronized int refused() {
        return counts.entrySet().stream()
                .filter(entry -> REFUSED.matcher(entry.getKey()).find())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Returns the results with their numbers, the most frequent first. */
    @Override
    public synchronized String toString() {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }
}
