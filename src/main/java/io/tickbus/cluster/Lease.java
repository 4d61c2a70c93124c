package io.tickbus.cluster;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to do what only one contender in a cluster may do. Table verticles and subscribers contend for leases. At
 * most one contender holds a lease. Each holder has a higher epoch than all earlier holders.
 *
 * <p>A map of the cluster stores which contender holds or claims the lease. The map alone is no proof, because a
 * cut-off node reads and writes its own copy. The holder therefore requests votes from the nodes every {@link
 * #BEAT_MS}. If a majority grants the votes, the holder may act for {@link LeaseVoter#CERTAIN_MS} after its request.
 * The voters refuse other contenders for a longer time than this. Two holders therefore never act at once. The holder
 * checks {@link #isHeld} before each action.
 *
 * <p>Another contender gets the lease when the holder releases it, or when the holder's node has left the cluster. A
 * holder loses the lease if it sees too few nodes, if most nodes leave at once, or if a node grants a higher epoch.
 *
 * <p>Without a cluster, a contender holds the lease until it releases the lease. One Vert.x context owns the lease.
 * {@link #isHeld} and {@link #epoch} are thread-safe.
 */
public final class Lease {
    /** A contender for a lease. Both methods are called on the lease's context, never at the same time. */
    public interface Contender {
        /** Called when the lease is acquired. If the future fails, the contender gives up the lease for 10 s. */
        Future<?> onAcquired(long epoch);

        /** Called when the lease is lost. The contender contends again after the future has completed. */
        Future<?> lost(String reason);
    }

    /** Time in ms between two renewals of a held lease. */
    static final int BEAT_MS = 500;
    /** Time in ms between two requests for votes by a contender that does not hold the lease yet. */
    static final int CLAIM_MS = 50;
    /** Limit in ms of the time in which a contender requests votes. Other contenders can try afterwards. */
    static final int CLAIM_MS_MAX = 6000;
    /** Time in ms between two checks whether the cluster's map still has the holder's term. */
    private static final int VERIFY_MS = 1000;
    /** Time in ms for which a contender lets other contenders try, if no majority has granted its claim. */
    private static final int YIELD_MS = 1000;
    /** Time in ms between two checks whether to renew, claim or give up the lease. */
    static final int TICK_MS = 250;
    /** Time in ms before the lease of a missing node is claimed, because a new node can be missing at first. */
    static final int GONE_MS = 500;
    /** Replaces {@link #GONE_MS} if most nodes left at once, because this node may be the one that is cut off. */
    static final int CUT_OFF_MS = 1800;
    /** Time in ms for which a contender waits after a failure of the contender or a freeze of the process. */
    static final int COOL_MS = 10_000;
    /** Limit in ms of the time that {@link #contend} waits until the holder is known. */
    private static final int START_MS_MAX = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final LeaseHost host;
    private final String name;
    private final Contender contender;
    private final long silentMsMax;
    private final String me = UUID.randomUUID().toString();
    private final Promise<Void> settled = Promise.promise();
    private volatile boolean held;
    private volatile long confirmedNanos; // The time of the last request that a majority granted
    private volatile long epoch;
    private long tickedNanos;
    private @Nullable LeaseTerm current; // The term that this contender holds or claims in the map
    private @Nullable LeaseTerm ended; // The previous term, if its holder has reported that the term has ended
    private long epochSeen; // The highest epoch that a node has granted. The map can have an older epoch or no epoch.
    private long claimedNanos;
    private @Nullable String seen; // The lease's value in the map when the lease became free
    private long seenNanos;
    private final VoterCount voters = new VoterCount();
    private long beatenNanos;
    private long verifiedNanos;
    private long notBeforeNanos;
    private volatile @Nullable String obstacle;
    private boolean busy; // True while the map is read or written
    private boolean leaving;
    private boolean released;

    Lease(LeaseHost host, String name, Contender contender) {
        this.host = host;
        this.name = name;
        this.contender = contender;
        this.silentMsMax = host.silentMsMax();
    }

    /** Returns a lease for a Vert.x, with or without a cluster. The calling context owns the lease. */
    public static Lease of(Vertx vertx, String name, Contender contender) {
        return new Lease(new VertxLeaseHost(vertx), name, contender);
    }

    /**
     * Contends for the lease until {@link #release}.
     *
     * @return completes when the holder is known, or after 5 s. Fails if {@link Contender#onAcquired} fails.
     */
    public Future<Void> contend() {
        tickedNanos = host.nanoTime();
        notBeforeNanos = tickedNanos;
        host.after(START_MS_MAX, settled::tryComplete);
        tick();
        return settled.future();
    }

    /** Returns whether this contender certainly holds the lease at this moment. Thread-safe. */
    public boolean isHeld() {
        return held && (host.isAlone() || msBetween(confirmedNanos, host.nanoTime()) < LeaseVoter.CERTAIN_MS);
    }

    /** Returns the epoch of the last term that this contender held or claimed. Thread-safe. */
    public long epoch() {
        return epoch;
    }

    /** Returns the reason why no node can hold the lease now. Returns null if a node can hold the lease. */
    public @Nullable String obstacle() {
        return obstacle;
    }

    /** Releases the lease for other contenders and stops contending. */
    public Future<Void> release() {
        released = true;
        LeaseTerm last = current;
        if (last == null) {
            return Future.succeededFuture();
        }
        held = false;
        current = null;
        host.noteHeld(name, false);
        return LeaseRelease.write(host, name, last);
    }

    /** Returns false if this node may have been frozen since the time, so that results of this time are too old. */
    private boolean isRecent(long nanos) {
        return host.isAlone() || msBetween(nanos, host.nanoTime()) <= silentMsMax;
    }

    private static long msBetween(long fromNanos, long toNanos) {
        return TimeUnit.NANOSECONDS.toMillis(toNanos - fromNanos);
    }

    private void tick() {
        if (released) {
            return;
        }
        host.after(TICK_MS, this::tick);
        long now = host.nanoTime();
        long silentMs = msBetween(tickedNanos, now);
        tickedNanos = now;
        LeaseTerm mine = current;
        boolean isFewer = voters.count(host.voters(), now);
        if (silentMs > silentMsMax && !host.isAlone()) {
            woke(now, silentMs);
        } else if (mine != null) {
            renew(mine, now, isFewer);
        } else if (!busy && !leaving && now - notBeforeNanos >= 0) {
            inspect(now);
        }
    }

    /** Handles the end of a freeze of the process. Another contender may already have the lease. */
    private void woke(long now, long silentMs) {
        seen = null;
        notBeforeNanos = now + TimeUnit.MILLISECONDS.toNanos(COOL_MS);
        if (current != null) {
            loseLease("this node did nothing for " + silentMs + " ms");
        }
    }

    private void renew(LeaseTerm mine, long now, boolean isFewer) {
        if (voters.size() < host.votesNeeded()) {
            loseLease("there are fewer nodes than it takes");
        } else if (voters.isCutOff()) {
            loseLease("most nodes are gone at once: this one may be cut off");
        } else if (!held && msBetween(claimedNanos, now) > CLAIM_MS_MAX) {
            notBeforeNanos = now + TimeUnit.MILLISECONDS.toNanos(YIELD_MS);
            loseLease("no majority of the nodes has granted it within " + CLAIM_MS_MAX + " ms");
        } else {
            if (held && (isFewer || msBetween(beatenNanos, now) >= BEAT_MS)) {
                beatenNanos = now;
                requestVotes(mine);
            }
            if (msBetween(verifiedNanos, now) >= VERIFY_MS) {
                verifiedNanos = now;
                verify(mine, () -> {});
            }
        }
    }

    private void requestVotes(LeaseTerm mine) {
        Ballot ballot = new Ballot(mine);
        LeaseClaim claim = new LeaseClaim(name, mine.node(), me, mine.epoch(), ended, held);
        host.requestVotes(claim).forEach(vote -> vote.onSuccess(ballot::count));
    }

    /** Counts the votes for one claim. The holder's time to act begins with the request, not with the votes. */
    private final class Ballot {
        private final LeaseTerm mine;
        private final int needed = host.votesNeeded();
        private final long askedNanos = host.nanoTime();
        private int granted;

        Ballot(LeaseTerm mine) {
            this.mine = mine;
        }

        void count(LeaseVote vote) {
            if (!mine.equals(current)) {
                return;
            }
            epochSeen = Math.max(epochSeen, vote.epoch());
            if (vote.epoch() > mine.epoch()) {
                loseLease("another node took over");
            } else if (vote.isGranted() && ++granted == needed) {
                confirm(mine, askedNanos);
            }
        }
    }

    private void confirm(LeaseTerm mine, long askedNanos) {
        if (isHeld()) {
            confirmedNanos = Math.max(confirmedNanos, askedNanos);
        } else { // Checks the map too, because restarted nodes do not know their earlier votes.
            verify(mine, () -> confirmVerified(mine, askedNanos));
        }
    }

    private void confirmVerified(LeaseTerm mine, long askedNanos) {
        if (held) {
            confirmedNanos = Math.max(confirmedNanos, askedNanos);
        } else if (!leaving && msBetween(askedNanos, host.nanoTime()) < LeaseVoter.CERTAIN_MS) {
            become(mine, askedNanos);
        }
    }

    /** Checks that the map has this contender's term. A holder needs its term in the map and a majority of votes. */
    private void verify(LeaseTerm mine, Runnable verified) {
        if (busy) {
            return;
        }
        busy = true;
        host.read(name).onComplete(read -> {
            busy = false;
            boolean isRead = mine.equals(current) && read.succeeded();
            if (isRead && mine.text().equals(read.result())) {
                verified.run();
            } else if (isRead) {
                loseLease(read.result() == null ? "the cluster has forgotten it" : "another node took over");
            }
        });
    }

    private void loseLease(String reason) {
        LeaseTerm last = Objects.requireNonNull(current);
        if (held) {
            lose(reason);
        } else {
            current = null;
            epoch = last.epoch(); // Never claims this epoch again, because the map may soon show it as ended.
        }
        LeaseRelease.write(host, name, last);
    }

    private void lose(String reason) {
        held = false;
        current = null;
        leaving = true;
        host.noteHeld(name, false);
        LOG.atWarn()
                .addKeyValue("lease", name)
                .addKeyValue("epoch", epoch)
                .addKeyValue("reason", reason)
                .log("no longer held");
        called(() -> contender.lost(reason))
                .onFailure(mistake -> LOG.atError()
                        .setCause(mistake)
                        .addKeyValue("lease", name)
                        .log("did not end in order what it was for"))
                .onComplete(left -> leaving = false);
    }

    private static Future<?> called(Supplier<Future<?>> contender) {
        try {
            return contender.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private void inspect(long now) {
        busy = true;
        host.read(name).onComplete(read -> {
            busy = false;
            noteObstacle(read.failed() ? String.valueOf(read.cause().getMessage()) : null);
            if (!released && !leaving && read.succeeded() && isRecent(now)) {
                decide(read.result(), now);
            }
        });
    }

    private void noteObstacle(@Nullable String reason) {
        if (reason != null && !reason.equals(obstacle)) {
            LOG.atWarn()
                    .addKeyValue("lease", name)
                    .addKeyValue("reason", reason)
                    .log("no node can hold the lease for now");
        }
        obstacle = reason;
    }

    private void decide(@Nullable String value, long now) {
        LeaseTerm term = LeaseTerm.of(value);
        boolean mine = term != null && term.isOf(me);
        if (term != null && mine && term.epoch() > epoch) { // An earlier write of this contender has succeeded late.
            claim(term, null);
            return;
        }
        boolean vacant = term == null || term.isVacant() || mine; // An old term of this contender counts as vacant.
        if (term != null && !vacant && host.nodes().contains(term.node())) {
            seen = null;
            settled.tryComplete();
            return;
        }
        String had = value == null ? "" : value;
        if (!had.equals(seen)) {
            seen = had;
            seenNanos = now;
        }
        long waitMs = (voters.isCutOff() ? CUT_OFF_MS : vacant ? 0 : GONE_MS) + host.modestyMs();
        if (msBetween(seenNanos, now) >= waitMs) {
            long last = Math.max(term == null ? 0 : term.epoch(), Math.max(epoch, epochSeen));
            acquire(value, new LeaseTerm(host.epochAfter(last), host.node(), me), vacant ? term : null);
        }
    }

    private void acquire(@Nullable String value, LeaseTerm mine, @Nullable LeaseTerm before) {
        long sinceNanos = host.nanoTime();
        busy = true;
        host.write(name, value, mine.text()).onComplete(written -> {
            busy = false;
            seen = null;
            boolean done = written.succeeded() && written.result();
            if (released && (done || written.failed())) {
                LeaseRelease.write(host, name, mine);
            } else if (done && !leaving && isRecent(sinceNanos)) { // If not, the next check finds the holder.
                claim(mine, before);
            }
        });
    }

    /** Requests votes until a majority has granted this contender's term in the map. */
    private void claim(LeaseTerm mine, @Nullable LeaseTerm before) {
        current = mine;
        ended = before;
        claimedNanos = host.nanoTime();
        verifiedNanos = claimedNanos;
        requestVotesPeriodically(mine);
    }

    private void requestVotesPeriodically(LeaseTerm mine) {
        if (mine.equals(current) && !held) {
            host.after(CLAIM_MS, () -> requestVotesPeriodically(mine));
            requestVotes(mine);
        }
    }

    private void become(LeaseTerm mine, long sinceNanos) {
        epoch = mine.epoch();
        beatenNanos = sinceNanos;
        confirmedNanos = sinceNanos;
        held = true;
        host.noteHeld(name, true);
        LOG.atDebug().addKeyValue("lease", name).addKeyValue("epoch", epoch).log("held");
        called(() -> contender.onAcquired(mine.epoch())).onComplete(taken -> onAcquired(mine, taken));
    }

    private void onAcquired(LeaseTerm mine, AsyncResult<?> taken) {
        if (taken.succeeded()) {
            settled.tryComplete();
            return;
        }
        LeaseTerm last = current;
        if (last == null || last.epoch() != mine.epoch()) {
            return; // The lease was lost before this failure. The contender already contends again.
        }
        LOG.atError().setCause(taken.cause()).addKeyValue("lease", name).log("cannot do what it is for");
        settled.tryFail(taken.cause());
        notBeforeNanos = host.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COOL_MS);
        loseLease("it failed: " + taken.cause().getMessage());
    }
}
