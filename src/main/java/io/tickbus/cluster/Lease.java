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
 * The right to do something that only one contender in a cluster may do: to own the tables, or to run a named subscription.
 * Many may contend for it. One holds it, with an epoch that is higher than the epochs of all holders before.
 *
 * <p>A map of the cluster names the contender that holds the lease or may become its holder. The map alone proves nothing,
 * because a node that is cut off reads and writes its own copy. So the holder requests votes from all nodes every
 * {@link #BEAT_MS}. If a majority grants them, the holder may act for {@link LeaseVoter#CERTAIN_MS} after its request. Each of
 * these nodes refuses other holders for longer than that. So no two holders act at the same time, whatever the network does.
 * The holder checks {@link #isHeld} before each action.
 *
 * <p>The lease passes on when it is released, or when the holder's node has left the cluster. The holder loses it when it sees
 * too few nodes, fewer than half of the nodes that were there a moment ago, or a vote for a higher epoch.
 *
 * <p>Without a cluster a lease is held until it is released. One Vert.x context owns it; {@link #isHeld} is thread-safe.
 */
public final class Lease {
    /** Contends for a lease. Both methods are called on the lease's context, one after the other. */
    public interface Contender {
        /** Called when the lease is held, with the holder's epoch. If the future fails, the lease is given back for a while. */
        Future<?> onAcquired(long epoch);

        /** Called when the lease is lost; another node may hold it. The contender contends again after the future. */
        Future<?> lost(String reason);
    }

    /** The time between two renewals, in ms. */
    static final int BEAT_MS = 500;
    /** The time between two requests for votes of a contender that is not yet the holder, in ms. */
    static final int CLAIM_MS = 50;
    /** How long a contender requests votes before it yields, in ms. */
    static final int CLAIM_MS_MAX = 6000;
    /** The time between two checks of the map by the holder, in ms. */
    private static final int VERIFY_MS = 1000;
    /** How long a contender without a majority leaves the lease to others, in ms. */
    private static final int YIELD_MS = 1000;
    /** The time between two checks of the lease, in ms. */
    static final int TICK_MS = 250;
    /** How long a holder's node must be missing, in ms. A node that has just joined may not be visible everywhere. */
    static final int GONE_MS = 500;
    /** How long the node must be missing if most nodes left at once, in ms. A node that is cut off knows it by then. */
    static final int CUT_OFF_MS = 1800;
    /** How long the map is not trusted after this node was frozen, and how long a contender waits after a failure, in ms. */
    static final int COOL_MS = 10_000;
    /** How long {@link #contend} waits to learn the holder, in ms. */
    private static final int START_MS_MAX = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final LeaseHost host;
    private final String name;
    private final Contender contender;
    private final long silentMsMax;
    private final String me = UUID.randomUUID().toString();
    private final Promise<Void> settled = Promise.promise();
    private volatile boolean held;
    private volatile long confirmedNanos; // the time of the request for the last granted votes
    private volatile long epoch;
    private long tickedNanos;
    private @Nullable LeaseTerm current; // this contender's term in the map: held or claimed
    private @Nullable LeaseTerm ended; // the previous term, if its holder has reported its end
    private long epochSeen; // the highest epoch that a node has granted; the map may be lost, or older after a merge
    private long claimedNanos;
    private @Nullable String seen; // the lease's value when it became free
    private long seenNanos;
    private final VoterCount voters = new VoterCount();
    private long beatenNanos;
    private long verifiedNanos;
    private long notBeforeNanos;
    private volatile @Nullable String obstacle;
    private boolean busy; // whether an operation of the map is in progress
    private boolean leaving;
    private boolean released;

    Lease(LeaseHost host, String name, Contender contender) {
        this.host = host;
        this.name = name;
        this.contender = contender;
        this.silentMsMax = host.silentMsMax();
    }

    /** Returns a lease for a Vert.x, clustered or not. The calling context owns it. */
    public static Lease of(Vertx vertx, String name, Contender contender) {
        return new Lease(new VertxLeaseHost(vertx), name, contender);
    }

    /**
     * Contends for the lease until {@link #release}.
     *
     * @return completes when the lease is held or its holder is known, at the latest after 5 s; fails with the contender
     */
    public Future<Void> contend() {
        tickedNanos = host.nanoTime();
        notBeforeNanos = tickedNanos;
        host.after(START_MS_MAX, settled::tryComplete);
        tick();
        return settled.future();
    }

    /** Returns whether this contender certainly holds the lease now. Thread-safe. */
    public boolean isHeld() {
        return held && (host.isAlone() || msBetween(confirmedNanos, host.nanoTime()) < LeaseVoter.CERTAIN_MS);
    }

    /** Returns the epoch of the last term that this contender held or claimed. Thread-safe. */
    public long epoch() {
        return epoch;
    }

    /** Returns why the lease cannot be held by any node now; null if there is no obstacle. */
    public @Nullable String obstacle() {
        return obstacle;
    }

    /** Releases the lease, so that another contender can have it at once. This contender stops contending. */
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

    /** Returns whether this node did not freeze since a time, so that the result of an operation since then can be used. */
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

    /** Handles a freeze: another contender may hold the lease by now, or may acquire it at any moment. */
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

    /** Counts the votes for one claim. They are valid from the time of the request, however late they arrive. */
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
        } else { // restarted nodes do not know their earlier votes, but the map may
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

    /** Checks that the map has this contender's term. The map proves nothing alone: the votes are needed too. */
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
            epoch = last.epoch(); // never claimed again, because the map may soon say that this term has ended
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
        if (term != null && mine && term.epoch() > epoch) { // an earlier write of this contender had an unknown outcome
            claim(term, null);
            return;
        }
        boolean vacant = term == null || term.isVacant() || mine; // a term that has ended is not started again
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
            } else if (done && !leaving && isRecent(sinceNanos)) { // if not, the next inspection finds the holder
                claim(mine, before);
            }
        });
    }

    /** Requests votes until a majority grants the term in the map. */
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
            return; // the lease was lost before, and the contender contends again
        }
        LOG.atError().setCause(taken.cause()).addKeyValue("lease", name).log("cannot do what it is for");
        settled.tryFail(taken.cause());
        notBeforeNanos = host.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COOL_MS);
        loseLease("it failed: " + taken.cause().getMessage());
    }
}
