package io.tickbus.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What owners acknowledged and answered, of all nodes, and whether two owners did at a time. May be used from any thread. */
final class Overlap {
    private record Act(long nanos, long epoch, int node, boolean isOwners) {}

    private final List<Act> acts = new ArrayList<>();

    /**
     * @param node whose client heard it
     * @param isOwners whether the node is the owner's
     */
    synchronized void add(long nanos, long epoch, int node, boolean isOwners) {
        acts.add(new Act(nanos, epoch, node, isOwners));
    }

    synchronized long nodesHeard() {
        return acts.stream().mapToInt(Act::node).distinct().count();
    }

    /** The node of the owner with the highest epoch; -1 before there is one. */
    synchronized int owner() {
        return acts.stream()
                .filter(Act::isOwners)
                .max(Comparator.comparingLong(Act::epoch))
                .map(Act::node)
                .orElse(-1);
    }

    /** How long an owner went on after a time, in ms. */
    synchronized long lastMsOf(long epoch, long nanos) {
        long last = acts.stream()
                .filter(act -> act.epoch == epoch)
                .mapToLong(Act::nanos)
                .max()
                .orElse(nanos);
        return (last - nanos) / 1_000_000;
    }

    /** The highest so far; 0 before the first owner. */
    synchronized long epoch() {
        return acts.stream().mapToLong(Act::epoch).max().orElse(0);
    }

    /** How many acts of a lower epoch came after the first one of a higher epoch. */
    synchronized int count() {
        int late = 0;
        long highest = 0;
        for (Act act : sorted()) {
            highest = Math.max(highest, act.epoch);
            late += act.epoch < highest ? 1 : 0;
        }
        return late;
    }

    /** How long after the first act of a higher epoch one of a lower epoch came, in ms; 0 when none did. */
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

    /** The longest time without an act since a time, in ms. */
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
