package io.tickbus.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Detects that this node is no longer in the cluster that it joined. The program then leaves the cluster and joins
 * again. Hazelcast does not inform a node that was removed. Without the monitor, such a node would continue as a
 * cluster of its own.
 *
 * <p>The monitor reacts to three events:
 *
 * <ul>
 *   <li>The process was frozen for longer than a node may be silent.
 *   <li>The cluster was split, and Hazelcast starts to merge this half into the other half. The monitor refuses the
 *       merge, because the other half has already removed this node's event bus registrations. After a merge, the
 *       clean-up of this node could remove registrations of healthy nodes.
 *   <li>This node is a client and no node except clients is left. The client's registrations were lost with the
 *       last node.
 * </ul>
 *
 * <p>The checks run on a separate thread. The public methods are thread-safe.
 */
public final class MembershipMonitor implements AutoCloseable {
    private static final int INSPECT_MS = 250;

    private final Promise<String> lost = Promise.promise();
    /**
     * The thread that runs the checks. An event loop is not used, because it can be busy for a long time in a healthy
     * process.
     */
    private final Thread thread = new Thread(this::inspectPeriodically, "tickbus-membership");

    private final LongSupplier nanoTime;
    private final long silentMsMax;
    private final IntSupplier others;
    private final boolean client;
    private final Runnable out;
    private long inspectedNanos;
    private int othersBefore;
    private volatile boolean isOut;
    private volatile boolean closed;

    /**
     * @param silentMsMax time in ms for which a node can be silent before other nodes can remove it
     * @param others returns the number of other nodes, without clients
     * @param client true if this node is a client
     * @param out leaves the cluster at once, without a message to other nodes
     */
    MembershipMonitor(LongSupplier nanoTime, long silentMsMax, IntSupplier others, boolean client, Runnable out) {
        this.nanoTime = nanoTime;
        this.silentMsMax = silentMsMax;
        this.others = others;
        this.client = client;
        this.out = out;
        this.inspectedNanos = nanoTime.getAsLong();
        this.othersBefore = others.getAsInt();
    }

    /**
     * Returns a monitor that watches this node until the monitor is closed. If the Vert.x is not clustered, the monitor
     * reports nothing.
     */
    public static MembershipMonitor of(Vertx vertx) {
        Membership membership = Membership.of(vertx);
        if (membership == null) {
            return new MembershipMonitor(System::nanoTime, Long.MAX_VALUE, () -> 0, false, () -> {});
        }
        MembershipMonitor monitor = new MembershipMonitor(
                System::nanoTime,
                membership.silentMsMax(),
                () -> otherNodes(membership),
                membership.isClient(),
                membership::terminate);
        membership.beforeMerge(monitor::refuseMerge);
        monitor.thread.setDaemon(true);
        monitor.thread.start();
        return monitor;
    }

    private static int otherNodes(Membership membership) {
        String self = membership.nodeName();
        return (int) membership.nodes().stream()
                .filter(node -> !node.client() && !node.address().equals(self))
                .count();
    }

    /**
     * Returns a future that completes with the reason when this node must leave the cluster. The future completes on a
     * thread of the monitor or of Hazelcast.
     */
    public Future<String> lost() {
        return lost.future();
    }

    /**
     * Returns whether this node must leave the cluster. The result becomes true before {@link #lost} completes. A
     * caller can use the result to explain a failure of Hazelcast.
     */
    public boolean isLost() {
        return isOut || lost.future().isComplete();
    }

    private void inspectPeriodically() {
        try {
            while (!closed) {
                inspect();
                Thread.sleep(INSPECT_MS);
            }
        } catch (InterruptedException ended) {
            // The monitor was closed.
        } catch (RuntimeException over) {
            lost.tryComplete("its part of the cluster has ended: " + over.getMessage());
        }
    }

    void inspect() {
        long now = nanoTime.getAsLong();
        long gapMs = TimeUnit.NANOSECONDS.toMillis(now - inspectedNanos);
        inspectedNanos = now;
        if (gapMs > silentMsMax && othersBefore > 0) {
            isOut = true;
            out.run(); // Leaves before the report. Otherwise a new node could join this node's own cluster.
            lost.tryComplete("did not run for " + gapMs + " ms, in which the others may have put it out");
            return;
        }
        othersBefore = others.getAsInt();
        if (client && othersBefore == 0) {
            lost.tryComplete("the last node of the cluster is gone");
        }
    }

    /** Refuses a merge, unless the monitor is closed. Hazelcast abandons the merge if an exception is thrown. */
    private void refuseMerge() {
        if (!closed) {
            lost.tryComplete("the cluster was cut in two, and the other half has gone on");
            throw new IllegalStateException("leaves and joins again instead of being merged");
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
