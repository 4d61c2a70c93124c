package io.tickbus.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's vote in the majority for a lease. A granted claim is a promise: for {@link #PROMISE_MS} this node refuses all
 * other holders of the lease. Two majorities have a node in common, so a new holder cannot begin while the promises to the old
 * holder last. If the old holder has reported its end, the promise is void.
 *
 * <p>Each node of a cluster has one voter for all leases. Thread-safe.
 */
final class LeaseVoter {
    /** How long a holder is certain after its request for votes, if a majority grants it, in ms. */
    static final int CERTAIN_MS = 1500;
    /**
     * How long a voter refuses other holders, in ms. The voter counts from a later moment than the holder, and longer, so the
     * holder has stopped when the promise ends.
     */
    static final int PROMISE_MS = CERTAIN_MS + 200;

    private record Grant(long epoch, String holder, long nanos) {}

    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final Map<String, Grant> grants = new HashMap<>(); // by the lease's name

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    LeaseVoter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
    }

    /**
     * Grants or refuses a claim.
     *
     * @param isMember whether this node sees the claim's node in the cluster
     * @param isOldest whether this node formed the cluster, so that it has no promises from before its start
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

    /** Returns whether a lease without a grant is free. A restarted node does not know its earlier promises. */
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
     * Returns whether the claim proves that the last granted term has ended. The holder is compared too, because two halves of
     * a cluster can give the same epoch to different holders.
     */
    private static boolean hasEnded(Grant last, LeaseClaim claim) {
        LeaseTerm ended = claim.ended();
        return ended != null && ended.epoch() == last.epoch && ended.holder().equals(last.holder);
    }

    private boolean isOver(long sinceNanos) {
        return nanoTime.getAsLong() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(PROMISE_MS);
    }
}
