package io.tickbus.chaos;

import io.tickbus.chaos.NodeFault.Cause;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who owns the tables by what the nodes say, for how long nobody did, and whether anybody did who must not. Nobody owns them
 * from a fault that takes the owner, or from the last word of an owner that then was silent for too long, until the next word:
 * of a higher epoch, or of the same owner after it has thawed.
 */
final class Ownership {
    /** A former owner that wakes up may say what it was about to say, and what lay in its queues. */
    static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2000);

    private record Outage(Cause cause, long sinceNanos, boolean hasThawed) {}

    private final Journal journal;
    private final Violations violations;
    private final LongConsumer onTakeover;
    private final Map<Long, String> nodes = new HashMap<>(); // by epoch
    private final Map<Long, Long> lateSince = new HashMap<>(); // by epoch, since when it speaks beside a higher one
    private final Map<Cause, Long> worstNanos = new EnumMap<>(Cause.class);
    private final Map<Cause, Integer> outages = new EnumMap<>(Cause.class);
    private final Set<Long> resigned = new HashSet<>(); // epochs
    private long epoch = -1;
    private long heardNanos;
    private int takeovers;
    private @Nullable Outage outage;

    /**
     * @param onTakeover is told since when, as {@link System#nanoTime}, there was no owner before a new one
     */
    Ownership(Journal journal, Violations violations, LongConsumer onTakeover) {
        this.journal = journal;
        this.violations = violations;
        this.onTakeover = onTakeover;
    }

    /** A node has said that it owns the tables. */
    synchronized void heard(long saidEpoch, String node, long nanos) {
        String other = nodes.putIfAbsent(saidEpoch, node);
        if (other != null && !other.equals(node)) {
            violations.add("epoch " + saidEpoch + " is claimed by " + node + " and by " + other);
            nodes.put(saidEpoch, node);
        }
        if (resigned.remove(saidEpoch)) {
            violations.add(node + " owns the tables again with epoch " + saidEpoch + ", after it did not");
        }
        if (saidEpoch > epoch) {
            takenOver(saidEpoch, node, nanos);
        } else if (saidEpoch < epoch) {
            late(saidEpoch, node, nanos);
        } else {
            if (outage == null && nanos - heardNanos > SILENT_NANOS) {
                ended(new Outage(Cause.NONE, heardNanos, true), nanos, node + " speaks again");
            } else if (outage != null && outage.hasThawed) {
                ended(outage, nanos, node + " goes on");
            }
            heardNanos = nanos;
        }
    }

    /** A node has said that it does not own the tables. */
    synchronized void heardIdle(String node) {
        nodes.forEach((had, owner) -> {
            if (owner.equals(node)) {
                resigned.add(had);
            }
        });
    }

    private void takenOver(long nextEpoch, String node, long nanos) {
        if (epoch >= 0) {
            takeovers++;
            Outage over = outage != null ? outage : new Outage(Cause.NONE, heardNanos, false);
            ended(over, nanos, "epoch " + nextEpoch + " at " + node);
            onTakeover.accept(over.sinceNanos);
        } else {
            journal.say("the first owner: epoch " + nextEpoch + " at " + node);
            onTakeover.accept(nanos);
        }
        epoch = nextEpoch;
        heardNanos = nanos;
        outage = null;
    }

    private void late(long saidEpoch, String node, long nanos) {
        long since = lateSince.computeIfAbsent(saidEpoch, e -> nanos);
        if (nanos - since > LAST_WORDS_NANOS) {
            violations.add("%s still says that it owns the tables with epoch %d, %.1f s after it was first heard beside epoch %d"
                    .formatted(node, saidEpoch, (nanos - since) / 1e9, epoch));
            lateSince.put(saidEpoch, nanos);
        }
    }

    private void ended(Outage over, long nanos, String how) {
        long length = nanos - over.sinceNanos;
        outages.merge(over.cause, 1, Integer::sum);
        worstNanos.merge(over.cause, length, Math::max);
        journal.say("%.3f s without an owner after %s; %s".formatted(length / 1e9, over.cause.text(), how));
        outage = null;
    }

    /** A fault has taken the owner. If there was none, it is still the last fault that counts. */
    synchronized void lost(Cause cause, long nanos) {
        if (outage == null || outage.hasThawed) {
            outage = new Outage(cause, nanos, false);
        }
    }

    /** The owner goes on after a freeze, if nobody has taken its place. */
    synchronized void thawed(String node) {
        if (outage != null && outage.cause == Cause.FREEZE && node.equals(nodes.get(epoch))) {
            outage = new Outage(Cause.FREEZE, outage.sinceNanos, true);
        }
    }

    /** The node that owns the tables, or was the last to; empty when none ever has. */
    synchronized String node() {
        return nodes.getOrDefault(epoch, "");
    }

    synchronized long epoch() {
        return epoch;
    }

    /** Whether there is one, and it spoke lately. */
    synchronized boolean isClear(long nanos) {
        return epoch >= 0 && outage == null && nanos - heardNanos < SILENT_NANOS;
    }

    synchronized int takeovers() {
        return takeovers;
    }

    /** How often there was no owner. */
    synchronized int outages(Cause cause) {
        return outages.getOrDefault(cause, 0);
    }

    /** For how long at most, in seconds. */
    synchronized double worstSeconds(Cause cause) {
        return worstNanos.getOrDefault(cause, 0L) / 1e9;
    }
}
