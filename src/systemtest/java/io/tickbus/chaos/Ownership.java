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
 * The owner of the tables as the nodes report it, the times without an owner, and violations. There is no owner from
 * a fault of the owner, or from the last report of an owner that then was silent for too long. The time ends with the
 * next report of a higher epoch, or of the same owner after a freeze.
 */
final class Ownership {
    /** The time in which a former owner may still send queued reports after a freeze, in ns. */
    static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2000);

    private record Outage(Cause cause, long sinceNanos, boolean hasThawed) {}

    private final Journal journal;
    private final Violations violations;
    private final LongConsumer onTakeover;
    private final Map<Long, String> nodes = new HashMap<>(); // the key is an epoch
    private final Map<Long, Long> lateSince = new HashMap<>(); // the key is an epoch; the value is the time since which it reports beside a higher epoch
    private final Map<Cause, Long> worstNanos = new EnumMap<>(Cause.class);
    private final Map<Cause, Integer> outages = new EnumMap<>(Cause.class);
    private final Set<Long> resigned = new HashSet<>();
    private long epoch = -1;
    private long heardNanos;
    private int takeovers;
    private @Nullable Outage outage;

    /**
     * @param onTakeover receives the time since which there was no owner, in ns of {@link System#nanoTime}, when a
     *     new owner reports
     */
    Ownership(Journal journal, Violations violations, LongConsumer onTakeover) {
        this.journal = journal;
        this.violations = violations;
        this.onTakeover = onTakeover;
    }

    /** Records the report of a node that owns the tables. */
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

    /** Records the report of a node that does not own the tables. */
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

    /** Records a fault of the owner. If there was no owner, the fault is the cause of the absence from now on. */
    synchronized void lost(Cause cause, long nanos) {
        if (outage == null || outage.hasThawed) {
            outage = new Outage(cause, nanos, false);
        }
    }

    /** Records that a frozen owner continues, unless another node has become the owner. */
    synchronized void thawed(String node) {
        if (outage != null && outage.cause == Cause.FREEZE && node.equals(nodes.get(epoch))) {
            outage = new Outage(Cause.FREEZE, outage.sinceNanos, true);
        }
    }

    /** Returns the node that owns the tables or owned them last; empty if there was no owner yet. */
    synchronized String node() {
        return nodes.getOrDefault(epoch, "");
    }

    synchronized long epoch() {
        return epoch;
    }

    /** Returns whether there is an owner that has reported recently. */
    synchronized boolean isClear(long nanos) {
        return epoch >= 0 && outage == null && nanos - heardNanos < SILENT_NANOS;
    }

    synchronized int takeovers() {
        return takeovers;
    }

    /** Returns how often there was no owner. */
    synchronized int outages(Cause cause) {
        return outages.getOrDefault(cause, 0);
    }

    /** Returns the longest time without an owner, in s. */
    synchronized double worstSeconds(Cause cause) {
        return worstNanos.getOrDefault(cause, 0L) / 1e9;
    }
}
