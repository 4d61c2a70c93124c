package io.tickbus.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives one node's votes on the claims to leases. Each node of a cluster has one voter for all leases. A granted claim
 * is a promise to refuse all other contenders for {@link #PROMISE_MS}. Any two majorities have a node in common. A new
 * holder therefore cannot begin before the promises to the old holder end. A promise to a holder ends at once if this
 * holder has reported the end of its term.
 *
 * <p>Thread-safe.
 */
final class LeaseVoter {
    /** Time in ms for which a holder may act after a request for votes that a majority granted. */
    static final int CERTAIN_MS = 1500;
    /**
     * Time in ms for which a voter promises to refuse other contenders. This time starts later and is longer than the
     * time for which the holder may act. The holder has therefore stopped acting when the promise ends.
     */
    static final int PROMISE_MS = CERTAIN_MS + 200;

    private record Grant(long epoch, String holder, long nanos) {}

    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final Map<String, Grant> grants = new HashMap<>(); // The key is the lease's name.

    /** @param nanoTime the clock in ns, for example {@link System#nanoTime} */
    LeaseVoter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
    }

    /**
     * Grants or refuses a claim.
     *
     * @param isMember true if this node sees the contender's node in the cluster
     * @param isOldest true if this node formed the cluster. A node that formed the cluster has made no promises
     *     before its start.
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
     * earlier promises, and therefore refuses new claims until these promises have expired.
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
     * Returns whether the claim proves that the last granted term has ended. The epoch alone is no proof, because two
     * halves of a split cluster can give one epoch to different holders.
     */
    private static boolean hasEnded(Grant last, LeaseClaim claim) {
        LeaseTerm ended = claim.ended();
        return ended != null && ended.epoch() == last.epoch && ended.holder().equals(last.holder);
    }

    private boolean isOver(long sinceNanos) {
        return nanoTime.getAsLong() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(PROMISE_MS);
    }
}
