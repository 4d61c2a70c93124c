package io.tickbus.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Votes for one node on the claims to leases. A granted claim is a promise: this node refuses all other contenders for
 * {@link #PROMISE_MS}. Any two majorities have a node in common. So a new holder cannot begin while the promises to the
 * old holder last. A promise ends at once if the old holder has reported its end.
 *
 * <p>Each node of a cluster has one voter for all leases. Thread-safe.
 */
final class LeaseVoter {
    /** How long a holder may act after it has requested votes that a majority granted, in ms. */
    static final int CERTAIN_MS = 1500;
    /**
     * How long a voter refuses other contenders, in ms. The voter starts to count later than the holder, and counts
     * longer. So the holder has stopped acting when the promise ends.
     */
    static final int PROMISE_MS = CERTAIN_MS + 200;

    private record Grant(long epoch, String holder, long nanos) {}

    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final Map<String, Grant> grants = new HashMap<>(); // The key is the lease's name.

    /** @param nanoTime the clock, in ns, such as {@link System#nanoTime} */
    LeaseVoter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
    }

    /**
     * Grants or refuses a claim.
     *
     * @param isMember true if this node sees the contender's node in the cluster
     * @param isOldest true if this node formed the cluster, so it made no promises before it started
     */
    synchronized LeaseVote vote(LeaseClaim claim, boolean isMember, boolean isOldest) {
        Grant last = grants.get(claim.lease());
        boolean isGranted = isMember && (last == null ? isFree(claim, isOldest) : follows(last, claim));
        if (isGranted) {
            grants.put(claim.lease(), new Grant(claim.epoch(), claim.holder(), nanoTime.getAsLong()));
        }
        return new LeaseVote(isGranted, isGranted ? claim.epoch() : epoch(last));
    }

    private static long epoch(@Nullable Grant last) {
        return last == null ? 0 : last.epoch;
    }

    /**
     * Returns whether the claim may get a lease that this node has not granted yet. A restarted node does not know its
     * earlier promises, so it refuses new claims until these promises have expired.
     */
    private boolean isFree(LeaseClaim claim, boolean isOldest) {
        return claim.isRenewal() || isOldest || isOver(startedNanos);
    }

    private boolean follows(Grant last, LeaseClaim claim) {
        if (claim.epoch() == last.epoch) {
            return claim.holder().equals(last.holder);
        }
        return claim.epoch() > last.epoch && (hasEnded(last, claim) || isOver(last.nanos));
    }

    /**
     * Returns whether the claim proves that the last granted term has ended. The proof needs the holder too, because
     * two halves of a cluster can give the same epoch to different holders.
     */
    private static boolean hasEnded(Grant last, LeaseClaim claim) {
        LeaseTerm ended = claim.ended();
        return ended != null && ended.epoch() == last.epoch && ended.holder().equals(last.holder);
    }

    private boolean isOver(long sinceNanos) {
        return nanoTime.getAsLong() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(PROMISE_MS);
    }
}
