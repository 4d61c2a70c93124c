package io.tickbus.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Notices when this node is no longer in the cluster that it joined. It should leave then, and join anew: nobody tells a node that
 * it was put out, it goes on as a cluster of its own.
 *
 * <p>Three things tell. The process did not run for longer than the others may wait for a sign of life. The cluster was cut in
 * two, and this half is about to join the other: it does not, since what this node had registered there is gone by then, and its
 * own late clean-up would take away what healthy nodes have registered. And for a client: no other node is left, and with the
 * last one went its registrations.
 */
public final class MembershipMonitor implements AutoCloseable {
    private static final int LOOK_MS = 250;

    private final Promise<String> lost = Promise.promise();
    /** Not an event loop, which may be busy for long in a process that runs well. */
    private final Thread looking = new Thread(this::inspectPeriodically, "tickbus-membership");

    private final LongSupplier nanoTime;
    private final long silentMsMax;
    private final IntSupplier others;
    private final boolean client;
    private final Runnable out;
    private long lookedNanos;
    private int othersBefore;
    private volatile boolean isOut;
    private volatile boolean closed;

    /**
     * @param silentMsMax how long a node can be silent before the others may put it out
     * @param others how many other nodes, without clients, there are
     * @param out leaves the cluster at once, without a word to the others
     */
    MembershipMonitor(LongSupplier nanoTime, long silentMsMax, IntSupplier others, boolean client, Runnable out) {
        this.nanoTime = nanoTime;
        this.silentMsMax = silentMsMax;
        this.others = others;
        this.client = client;
        this.out = out;
        this.lookedNanos = nanoTime.getAsLong();
        this.othersBefore = others.getAsInt();
    }

    /** Watches a node until it is closed; one without a cluster is never lost. */
    public static MembershipMonitor of(Vertx vertx) {
        HazelcastInstance hazelcast = Clusters.hazelcast(vertx);
        String self = Clusters.nodeName(vertx);
        boolean client =
                hazelcast != null && hazelcast.getCluster().getLocalMember().isLiteMember();
        Runnable out = () -> {
            if (hazelcast != null) {
                hazelcast.getLifecycleService().terminate();
            }
        };
        MembershipMonitor membership = new MembershipMonitor(
                System::nanoTime, SilenceLimit.msMax(vertx), () -> otherNodes(vertx, self), client, out);
        if (hazelcast != null) {
            hazelcast.getLifecycleService().addLifecycleListener(membership::changed);
            membership.looking.setDaemon(true);
            membership.looking.start();
        }
        return membership;
    }

    private static int otherNodes(Vertx vertx, String self) {
        return (int) Clusters.nodes(vertx).stream()
                .filter(node -> !node.client() && !node.address().equals(self))
                .count();
    }

    /** Completes, with the reason, when this node has to leave. */
    public Future<String> lost() {
        return lost.future();
    }

    /** Whether this node has to leave; known before {@link #lost} tells, to who meets what that does to Hazelcast. */
    public boolean isLost() {
        return isOut || lost.future().isComplete();
    }

    private void inspectPeriodically() {
        try {
            while (!closed) {
                inspect();
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException ended) {
            // closed
        } catch (RuntimeException over) {
            lost.tryComplete("its part of the cluster has ended: " + over.getMessage());
        }
    }

    void inspect() {
        long now = nanoTime.getAsLong();
        long gapMs = TimeUnit.NANOSECONDS.toMillis(now - lookedNanos);
        lookedNanos = now;
        if (gapMs > silentMsMax && othersBefore > 0) {
            isOut = true;
            out.run(); // before anything else: who joins now would join a cluster that has only this node
            lost.tryComplete("did not run for " + gapMs + " ms, in which the others may have put it out");
            return;
        }
        othersBefore = others.getAsInt();
        if (client && othersBefore == 0) {
            lost.tryComplete("the last node of the cluster is gone");
        }
    }

    /** Hazelcast calls this before it merges, on the thread that does, and gives it up when this throws. */
    private void changed(LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.MERGING && !closed) {
            lost.tryComplete("the cluster was cut in two, and the other half has gone on");
            throw new IllegalStateException("leaves, to join anew, instead of being merged");
        }
    }

    @Override
    public void close() {
        closed = true;
        looking.interrupt();
    }
}
