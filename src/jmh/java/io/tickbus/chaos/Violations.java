package io.tickbus.chaos;

import java.util.ArrayList;
import java.util.List;

/** What was seen and must never be. */
final class Violations {
    private static final int KEPT_MAX = 20;

    private final Journal journal;
    private final List<String> first = new ArrayList<>();
    private int count;

    Violations(Journal journal) {
        this.journal = journal;
    }

    synchronized void add(String what) {
        count++;
        if (first.size() < KEPT_MAX) {
            first.add(what);
        }
        journal.say("VIOLATION: " + what);
    }

    synchronized int count() {
        return count;
    }

    /** The first of them. */
    synchronized List<String> first() {
        return List.copyOf(first);
    }
}
