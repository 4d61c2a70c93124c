package io.tickbus.chaos;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The node that runs a subscription, as the nodes report it. Two nodes that run it for longer than queued reports can
 * last are a violation.
 */
final class Placement {
    private final String name;
    private final Violations violations;
    private final Map<String, Long> besideSince = new HashMap<>(); // the key is a node; the value is the time since which it is LIVE beside the holder
    private @Nullable String holder;
    private boolean isGivenUp;
    private long heardNanos;
    private int moves;

    Placement(String name, Violations violations) {
        this.name = name;
        this.violations = violations;
    }

    /** Records the report of a node that runs the subscription. */
    synchronized void heard(String node, boolean isLive, long nanos) {
        boolean isFree = holder == null || isGivenUp || nanos - heardNanos > Ownership.LAST_WORDS_NANOS;
        if (isFree || node.equals(holder)) {
            moves += holder == null || holder.equals(node) ? 0 : 1;
            holder = node;
            isGivenUp = false;
            heardNanos = nanos;
            besideSince.remove(node);
        } else if (!isLive) {
            besideSince.remove(node);
        } else {
            long since = besideSince.computeIfAbsent(node, n -> nanos);
            if (nanos - since > Ownership.LAST_WORDS_NANOS) {
                violations.add("subscription " + name + " is LIVE at " + node + " and at " + holder);
                besideSince.put(node, nanos);
            }
        }
    }

    /** Records the report of a node that does not run the subscription. */
    synchronized void heardIdle(String node) {
        besideSince.remove(node);
        isGivenUp |= node.equals(holder);
    }

    /** Returns the node that runs the subscription; empty if no node has run it yet. */
    synchronized String holder() {
        return holder == null ? "" : holder;
    }

    synchronized int moves() {
        return moves;
    }
}
