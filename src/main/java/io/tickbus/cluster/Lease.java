package io.tickbus.cluster;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to do what only one in a cluster may do: to own the tables, to run a named subscription. Any number contend for it;
 * one holds it, under an epoch that is higher than that of every holder before.
 *
 * <p>The holder renews it every {@link #BEAT_MS}. It passes on when it is released, or when the holder's node has left the
 * cluster. A holder that was frozen, or is cut off, cannot know that it has passed on, and so does not rely on being told: it
 * holds it only as long as its own clock says that it was renewed not longer ago than the cluster takes, at least, to put out a
 * node that is silent, see {@link Silence}; and whoever is next waits a little longer. {@link #isHeld} is to be asked each time
 * that something is done under it.
 *
 * <p>Without a cluster it is held until it is released. Belongs to one context of Vert.x; {@link #isHeld} is for any thread.
 */
public final class Lease {
    /** One who contends for a lease. Both are called on its context, one after the other. */
    public interface Contender {
        /** It is yours. A failure gives it back, to be had again after a while. */
        Future<?> held(long epoch);

        /** It is no longer yours, and somebody else may hold it by now. When this is done, it is contended for again. */
        Future<?> lost(String reason);
    }

    /** Between two renewals. */
    static final int BEAT_MS = 1000;
    /** Between two looks at it. */
    static final int TICK_MS = 250;
    /** How long a holder's node has to be gone: a node that has just come may not be known everywhere. */
    static final int GONE_MS = 500;
    /** The same where most nodes went at once. It may be this one that is cut off: then it has been told by the others by now. */
    static final int CUT_OFF_MS = 1800;
    /** For how long it is remembered how many nodes there were. */
    private static final int NODES_SEEN_MS = 5000;
    /** After being frozen, until what the cluster's map says on this node is believed again; and after a failure. */
    static final int COOL_MS = 10_000;
    /** How often it is tried to be rid of it, when renewals get in between or nobody knows what was done. */
    private static final int VACATE_ATTEMPTS_MAX = 5;
    /** How long a start waits to learn who holds it. */
    private static final int START_MS_MAX = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final Host host;
    private final String name;
    private final Contender contender;
    private final long silentMsMax;
    private final String me = UUID.randomUUID().toString();
    private final Promise<Void> settled = Promise.promise();
    private volatile boolean held;
    private volatile long tickedNanos;
    private volatile long confirmedNanos;
    private volatile long epoch;
    private @Nullable Term current; // what the map has, while it is ours
    private @Nullable String seen; // what it had when it could be had
    private long seenNanos;
    private int nodesSeen;
    private long nodesSeenNanos;
    private long beatenNanos;
    private long notBeforeNanos;
    private volatile @Nullable String obstacle;
    private boolean busy;
    private boolean leaving;
    private boolean released;

    Lease(Host host, String name, Contender contender) {
        this.host = host;
        this.name = name;
        this.contender = contender;
        this.silentMsMax = host.silentMsMax();
    }

    /** A lease of a Vert.x, clustered or not; to be used on the context that calls this. */
    public static Lease of(Vertx vertx, String name, Contender contender) {
        return new Lease(new VertxHost(vertx), name, contender);
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
        return held && isRecent(tickedNanos) && isRecent(confirmedNanos);
    }

    /** Under which it is held, or was last. */
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
        Term last = current;
        if (!held || last == null) {
            return Future.succeededFuture();
        }
        held = false;
        host.noteHeld(name, false);
        return vacate(last);
    }

    private Future<Void> vacate(Term last) {
        Promise<Void> done = Promise.promise();
        host.after(BEAT_MS, done::tryComplete); // who comes next finds out by itself
        vacate(last, VACATE_ATTEMPTS_MAX, done);
        return done.future();
    }

    private void vacate(Term last, int attempts, Promise<Void> done) {
        host.write(name, last.text(), last.vacated().text()).onComplete(written -> {
            if ((written.succeeded() && written.result()) || attempts == 1) {
                done.tryComplete();
            } else {
                host.read(name).onComplete(read -> vacateFound(last, read, attempts - 1, done));
            }
        });
    }

    /** A renewal may have been under way: as long as this node is there nobody takes what has its name. */
    private void vacateFound(Term last, AsyncResult<@Nullable String> read, int attempts, Promise<Void> done) {
        Term found = read.failed() ? last : Term.of(read.result());
        if (found != null && found.holder().equals(me) && found.epoch() == last.epoch()) {
            vacate(found, attempts, done);
        } else {
            done.tryComplete();
        }
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
        if (silentMs > silentMsMax && !host.isAlone()) {
            woke(now, silentMs);
        } else if (!busy && held) {
            beat(now);
        } else if (!busy && !leaving && now - notBeforeNanos >= 0) {
            look(now);
        }
    }

    /** Others may hold it by now, and if none does, they can have it at once. */
    private void woke(long now, long silentMs) {
        seen = null;
        notBeforeNanos = now + TimeUnit.MILLISECONDS.toNanos(COOL_MS);
        Term last = current;
        if (held && last != null) {
            lose("this node did nothing for " + silentMs + " ms");
            vacate(last);
        }
    }

    private void beat(long now) {
        if (msBetween(beatenNanos, now) < BEAT_MS) {
            return;
        }
        beatenNanos = now;
        Term before = Objects.requireNonNull(current);
        Term renewed = before.renewed();
        busy = true;
        host.write(name, before.text(), renewed.text()).onComplete(written -> {
            busy = false;
            if (!before.equals(current)) {
                return;
            }
            if (written.succeeded() && written.result()) {
                current = renewed;
                confirmedNanos = now;
            } else {
                verify(before);
            }
        });
    }

    /** The map did not have what it should, or nobody knows whether it has taken the last renewal. */
    private void verify(Term before) {
        busy = true;
        host.read(name).onComplete(read -> {
            busy = false;
            if (!before.equals(current) || read.failed()) {
                return; // with the next beat
            }
            Term found = Term.of(read.result());
            if (found != null && found.holder().equals(me) && found.epoch() == before.epoch()) {
                current = found; // to be renewed from here; a reading confirms nothing
            } else {
                lose(found == null ? "the cluster has forgotten it" : "another node took over");
            }
        });
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
        over(reason).onComplete(left -> leaving = false);
    }

    private Future<?> over(String reason) {
        try {
            return contender.lost(reason);
        } catch (RuntimeException mistake) {
            LOG.atError().setCause(mistake).addKeyValue("lease", name).log("did not end in order what it was for");
            return Future.failedFuture(mistake);
        }
    }

    private void look(long now) {
        countNodes(now);
        busy = true;
        host.read(name).onComplete(read -> {
            busy = false;
            noteObstacle(read.cause());
            if (!released && !leaving && read.succeeded() && isRecent(now)) {
                decide(read.result(), now);
            }
        });
    }

    private void noteObstacle(@Nullable Throwable failure) {
        String reason = failure == null ? null : String.valueOf(failure.getMessage());
        if (reason != null && !reason.equals(obstacle)) {
            LOG.atWarn()
                    .addKeyValue("lease", name)
                    .addKeyValue("reason", reason)
                    .log("nobody can have it for now");
        }
        obstacle = reason;
    }

    private void countNodes(long now) {
        int nodes = host.nodes().size();
        if (nodes >= nodesSeen || msBetween(nodesSeenNanos, now) > NODES_SEEN_MS) {
            nodesSeen = nodes;
            nodesSeenNanos = now;
        }
    }

    private void decide(@Nullable String value, long now) {
        Term term = Term.of(value);
        boolean mine = term != null && term.holder().equals(me);
        if (term != null && mine && term.epoch() > epoch) { // written when nobody knew whether it was
            take(value, term.renewed());
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
        boolean cutOff = 2 * host.nodes().size() < nodesSeen;
        long waitMs = (cutOff ? CUT_OFF_MS : vacant ? 0 : GONE_MS) + host.modestyMs();
        if (msBetween(seenNanos, now) >= waitMs) {
            long last = Math.max(term == null ? 0 : term.epoch(), epoch); // an older one may have come back in a merge
            take(value, new Term(Math.max(last + 1, host.epochMin()), host.node(), me, 0));
        }
    }

    private void take(@Nullable String value, Term mine) {
        long sinceNanos = host.nanoTime();
        busy = true;
        host.write(name, value, mine.text()).onComplete(written -> {
            busy = false;
            seen = null;
            boolean done = written.succeeded() && written.result();
            if (released && (done || written.failed())) {
                vacate(mine);
            } else if (done) {
                if (!leaving && isRecent(sinceNanos)) { // else it is found later whose it is by now
                    become(mine, sinceNanos);
                }
            }
        });
    }

    private void become(Term mine, long sinceNanos) {
        current = mine;
        epoch = mine.epoch();
        beatenNanos = sinceNanos;
        confirmedNanos = sinceNanos;
        held = true;
        host.noteHeld(name, true);
        LOG.atDebug().addKeyValue("lease", name).addKeyValue("epoch", epoch).log("held");
        begun(mine.epoch()).onComplete(taken -> taken(mine, taken));
    }

    private Future<?> begun(long term) {
        try {
            return contender.held(term);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private void taken(Term mine, AsyncResult<?> taken) {
        if (taken.succeeded()) {
            settled.tryComplete();
            return;
        }
        Term last = current;
        if (last == null || last.epoch() != mine.epoch()) {
            return; // it was lost before that, and is contended for again
        }
        LOG.atError().setCause(taken.cause()).addKeyValue("lease", name).log("cannot do what it is for");
        settled.tryFail(taken.cause());
        notBeforeNanos = host.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COOL_MS);
        lose("it failed: " + taken.cause().getMessage());
        vacate(last);
    }
}
