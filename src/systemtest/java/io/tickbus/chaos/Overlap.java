package io.tickbus.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The acknowledgements and answers of the owners on all nodes, and overlaps of two owners. Thread-safe. */
final class Overlap {
    private record Act(long nanos, long epoch, int node, boolean isOwners) {}

    private final List<Act> acts = new ArrayList<>();

    /**
     * @param node the node of the client that received the reply
     * @param isOwners true if the node is the owner's node
     */
    synchronized void add(long nanos, long epoch, int node, boolean isOwners) {
        acts.add(new Act(nanos, epoch, node, isOwners));
    }

    synchronized long nodesHeard() {
        return acts.stream().mapToInt(Act::node).distinct().count();
    }

    /** Returns the node of the owner with the highest epoch; -1 before the first owner. */
    synchronized int owner() {
        return acts.stream()
                .filter(Act::isOwners)
                .max(Comparator.comparingLong(Act::epoch))
                .map(Act::node)
                .orElse(-1);
    }

    /** Returns the time from a given time until the last reply of an owner, in ms. */
    synchronized long lastMsOf(long epoch, long nanos) {
        long last = acts.stream()
                .filter(act -> act.epoch == epoch)
                .mapToLong(Act::nanos)
                .max()
                .orElse(nanos);
        return (last - nanos) / 1_000_000;
    }

    /** Returns the highest epoch so far; 0 before the first owner. */
    synchronized long epoch() {
        return acts.stream().mapToLong(Act::epoch).max().orElse(0);
    }

    /** Returns the number of replies of a lower epoch after the first reply of a higher epoch. */
    synchronized int count() {
        int late = 0;
        long highest = 0;
        for (Act act : sorted()) {
            highest = Math.max(highest, act.epoch);
            late += act.epoch < highest ? 1 : 0;
        }
        return late;
    }

    /**
     * Returns the longest time from the first reply of a higher epoch until a reply of a lower epoch, in ms; 0 if
     * there is none.
     */
    synchronized long ms() {
        long longest = 0;
        long highest = 0;
        long sinceNanos = 0;
        for (Act act : sorted()) {
            if (act.epoch > highest) {
                highest = act.epoch;
                sinceNanos = act.nanos;
            } else if (act.epoch < highest) {
                longest = Math.max(longest, act.nanos - sinceNanos);
            }
        }
        return longest / 1_000_000;
    }

    /** Returns the longest time without a reply since a given time, in ms. */
    synchronized long gapMsSince(long nanos) {
        long last = nanos;
        long longest = 0;
        for (Act act : sorted()) {
            if (act.nanos > nanos) {
                longest = Math.max(longest, act.nanos - last);
                last = act.nanos;
            }
        }
        return longest / 1_000_000;
    }

    private List<Act> sorted() {
        return acts.stream().sorted(Comparator.comparingLong(Act::nanos)).toList();
    }
}
