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
 * The right to do what only one in a cluster may do: to own the tables, to run a named subscription. Any number contend for it;
 * one holds it, under an epoch that is higher than that of every holder before.
 *
 * <p>The cluster's map says which contender is the holder, or may become it. That alone proves nothing: a node that is cut off
 * reads and writes a copy of its own. A holder therefore asks all nodes for their votes, every {@link #BEAT_MS}. It may act for
 * {@link LeaseVoter#CERTAIN_MS} after it has asked a majority that granted its claim. Each of these nodes grants the claim of no
 * other holder for a longer time than that, so that no two holders act at a time, whatever the network does. {@link #isHeld} is
 * to be asked each time that something is done under it.
 *
 * <p>The lease passes on when it is released, or when the holder's node has left the cluster. The holder gives it up as soon as
 * it sees fewer nodes than it takes, less than half of the nodes that there just were, or a vote for a higher epoch.
 *
 * <p>Without a cluster it is held until it is released. Belongs to one context of Vert.x; {@link #isHeld} is for any thread.
 */
public final class Lease {
    /** One who contends for a lease. Both are called on its context, one after the other. */
    public interface Contender {
        /** It is yours. A failure gives it back, to be had again after a while. */
        Future<?> onAcquired(long epoch);

        /** It is no longer yours, and somebody else may hold it by now. When this is done, it is contended for again. */
        Future<?> lost(String reason);
    }

    /** Between two renewals. */
    static final int BEAT_MS = 500;
    /** Between two requests for votes of a contender that is not the holder yet. */
    static final int CLAIM_MS = 50;
    /** How long a contender asks for votes before it lets another one try. */
    static final int CLAIM_MS_MAX = 6000;
    /** Between two looks of the holder at what the map says. */
    private static final int VERIFY_MS = 1000;
    /** How long a contender that got no majority leaves the lease to others. */
    private static final int YIELD_MS = 1000;
    /** Between two looks at it. */
    static final int TICK_MS = 250;
    /** How long a holder's node has to be gone: a node that has just come may not be known everywhere. */
    static final int GONE_MS = 500;
    /** The same where most nodes went at once. It may be this one that is cut off: then it has been told by the others by now. */
    static final int CUT_OFF_MS = 1800;
    /** After being frozen, until what the cluster's map says on this node is believed again; and after a failure. */
    static final int COOL_MS = 10_000;
    /** How long a start waits to learn who holds it. */
    private static final int START_MS_MAX = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final LeaseHost host;
    private final String name;
    private final Contender contender;
    private final long silentMsMax;
    private final String me = UUID.randomUUID().toString();
    private final Promise<Void> settled = Promise.promise();
    private volatile boolean held;
    private volatile long confirmedNanos; // when the votes were asked for that make it certain
    private volatile long epoch;
    private long tickedNanos;
    private @Nullable LeaseTerm current; // in the map, of this contender: held, or claimed
    private @Nullable LeaseTerm ended; // the term before, if its holder has said that it is over
    private long epochSeen; // the highest that a node has granted: the map may be lost, or older after a merge
    private long claimedNanos;
    private @Nullable String seen; // what it had when it could be had
    private long seenNanos;
    private final VoterCount voters = new VoterCount();
    private long beatenNanos;
    private long verifiedNanos;
    private long notBeforeNanos;
    private volatile @Nullable String obstacle;
    private boolean busy; // with the map
    private boolean leaving;
    private boolean released;

    Lease(LeaseHost host, String name, Contender contender) {
        this.host = host;
        this.name = name;
        this.contender = contender;
        this.silentMsMax = host.silentMsMax();
    }

    /** A lease of a Vert.x, clustered or not; to be used on the context that calls this. */
    public static Lease of(Vertx vertx, String name, Contender contender) {
        return new Lease(new VertxLeaseHost(vertx), name, contender);
    }

    /**
     * Contends until {@link #release}.
     *
     * @return completes when it is held, or when somebody else is known to hold it; fails when {@link Contender#held} does
     */
    public Future<Void> contend() {
        tickedNanos = host.nanoTime();
        notBeforeNanos = tickedNanos;
        host.after(START_MS_MAX, settled::tryComplete);
        tick();
        return settled.future();
    }

    /** Whether it is ours at this moment, for certain. */
    public boolean isHeld() {
        return held && (host.isAlone() || msBetween(confirmedNanos, host.nanoTime()) < LeaseVoter.CERTAIN_MS);
    }

    /** Under which it is held, or was last held or claimed. */
    public long epoch() {
        return epoch;
    }

    /** Why nobody knows who holds it, and nobody can have it; null when that is known, or it is ours. */
    public @Nullable String obstacle() {
        return obstacle;
    }

    /** Gives it up, for others to have at once; contends no more. */
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

    /** Whether what was seen or done at a time can be acted on; not behind the back of a tick that is to notice a freeze. */
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

    /** Others may hold it by now, and if none does, they can have it at once. */
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

    /** Votes on one claim. They count from when they were asked for, however late they come. */
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
        } else { // nodes that were started again do not know what they have granted; the map may
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

    /** Looks whether the map has what it should. This alone proves nothing, and only votes that were granted too are confirmed. */
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
            epoch = last.epoch(); // never claimed again: the map may say any moment that its holder is none
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
                    .log("nobody can have it for now");
        }
        obstacle = reason;
    }

    private void decide(@Nullable String value, long now) {
        LeaseTerm term = LeaseTerm.of(value);
        boolean mine = term != null && term.isOf(me);
        if (term != null && mine && term.epoch() > epoch) { // written when nobody knew whether it was
            claim(term, null);
            return;
        }
        boolean vacant = term == null || term.isVacant() || mine; // an epoch that is over is not begun again
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
            } else if (done && !leaving && isRecent(sinceNanos)) { // else it is found later whose it is by now
                claim(mine, before);
            }
        });
    }

    /** Asks for votes until a majority grants what the map says. */
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
            return; // it was lost before that, and is contended for again
        }
        LOG.atError().setCause(taken.cause()).addKeyValue("lease", name).log("cannot do what it is for");
        settled.tryFail(taken.cause());
        notBeforeNanos = host.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COOL_MS);
        loseLease("it failed: " + taken.cause().getMessage());
    }
}
