package io.tickbus.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The observed violations of what must always hold. */
final class Violations {
    private static final int SAID_OF_A_KIND_MAX = 3;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final Journal journal;
    private final Map<String, Integer> counts = new LinkedHashMap<>(); // the key is the text without its numbers
    private final List<String> first = new ArrayList<>();

    Violations(Journal journal) {
        this.journal = journal;
    }

    /** Adds a violation, unless there are enough of its kind. */
    synchronized void add(String what) {
        int count = counts.merge(DIGITS.matcher(what).replaceAll("#"), 1, Integer::sum);
        if (count <= SAID_OF_A_KIND_MAX) {
            first.add(what);
            journal.say("VIOLATION: " + what + (count == SAID_OF_A_KIND_MAX ? "; and no more of these" : ""));
        }
    }

    synchronized int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns the first violations of each kind. */
    synchronized List<String> first() {
        return List.copyOf(first);
    }
}
