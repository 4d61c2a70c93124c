package io.tickbus.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in the majority that a lease needs. A granted claim is a promise: for {@link #PROMISE_MS} this node grants the
 * lease to no other holder. Two majorities have a node in common, so a new holder cannot begin while the promises to the old
 * holder last. A holder that has said that it is no longer the holder is not waited for.
 *
 * <p>Each node of a cluster has one, for all leases. May be used from any thread.
 */
final class LeaseVoter {
    /** How long a holder is certain after it has asked a majority that granted its claim. */
    static final int CERTAIN_MS = 1500;
    /**
     * How long a voter grants the lease to no other holder. The voter counts from a later moment than the holder, and longer, so that
     * the holder has stopped when the promise ends.
     */
    static final int PROMISE_MS = CERTAIN_MS + 200;

    private record Grant(long epoch, String holder, long nanos) {}

    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final Map<String, Grant> grants = new HashMap<>(); // by lease

    /** @param nanoTime as {@link System#nanoTime} */
    LeaseVoter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
    }

    /**
     * Grants a claim or refuses it.
     *
     * @param isMember whether this node sees the claim's node in the cluster
     * @param isOldest whether this node formed the cluster, so that it cannot have promised anything before it started
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

    /** A node that was started again does not know what it has promised before. */
    private boolean isFree(LeaseClaim claim, boolean isOldest) {
        return claim.isRenewal() || isOldest || isOver(startedNanos);
    }

    private boolean follows(Grant last, LeaseClaim claim) {
        if (claim.epoch() == last.epoch) {
            return claim.holder().equals(last.holder);
        }
        return claim.epoch() > last.epoch && (hasEnded(last, claim) || isOver(last.nanos));
    }

    /** Two halves of a cluster can give an epoch to a holder each: the end of the one is not the end of the other. */
    private static boolean hasEnded(Grant last, LeaseClaim claim) {
        LeaseTerm ended = claim.ended();
        return ended != null && ended.epoch() == last.epoch && ended.holder().equals(last.holder);
    }

    private boolean isOver(long sinceNanos) {
        return nanoTime.getAsLong() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(PROMISE_MS);
    }
}
