package io.tickbus.bench;

import io.netty.util.internal.PlatformDependent;
import io.tickbus.config.SubscriberConfig;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Measures the memory of a subscriber's JVM while the owner's JVM is stopped and rows arrive at full speed. */
final class FrozenOwner {
    /**
     * Limit of the memory besides the rows of the window, in MB. It is used by socket buffers and by the batch that
     * is sent next.
     */
    static final int OVERHEAD_MB_MAX = 64;

    private static final int WARM_UP_MS = 500;
    private static final int LOOK_MS = 250;
    private static final double MB = 1 << 20;
    /**
     * The longest stop after which the owner still owns the tables, in s. After a longer stop another node is the
     * owner.
     */
    private static final double SURVIVED_SECONDS_MAX = 3.5;

    private final ClusterPaths paths;
    private final OwnerProcess owner;
    private final SenderProcess sender;

    FrozenOwner(ClusterPaths paths, OwnerProcess owner, SenderProcess sender) {
        this.paths = paths;
        this.owner = owner;
        this.sender = sender;
    }

    /** Prints the used memory. Returns whether it was within the limit. */
    boolean run(int batchRowsMax, double seconds, PrintStream out) throws Exception {
        Shape shape = new Shape("trade", Math.max(1, batchRowsMax), 1, false);
        paths.tickbus(shape, WARM_UP_MS);
        int sendMs = (int) Math.round(seconds * 1000) + 2 * WARM_UP_MS;
        sender.prepare(Order.fullSpeed(shape, sendMs));
        owner.say("table");
        SubscriberConfig config = ClusterPaths.subscriber(sender.port(), batchRowsMax);
        paths.subscribe(config);
        sender.awaitReady();
        double heapBefore = heapMb();
        double directBefore = directMb();
        sender.go();
        CompletableFuture<Long> sent = CompletableFuture.supplyAsync(paths::messagesSent);
        Thread.sleep(WARM_UP_MS);
        owner.freeze();
        double heap = 0;
        double direct = 0;
        long thawNanos = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < thawNanos) {
            Thread.sleep(LOOK_MS);
            heap = Math.max(heap, heapMb() - heapBefore);
            direct = Math.max(direct, directMb() - directBefore);
        }
        owner.thaw();
        double windowMb = config.flow().inFlightBytesMax() / MB;
        out.printf(
                Locale.ROOT,
                "stopped for %.1f s, batches of %d rows: heap %.0f MB and direct memory %.0f MB above before; the window is"
                        + " %,d rows and %.0f MB%n",
                seconds,
                batchRowsMax,
                heap,
                direct,
                config.flow().inFlightRowsMax(),
                windowMb);
        if (seconds <= SURVIVED_SECONDS_MAX) {
            long messages = sent.get(1, TimeUnit.MINUTES);
            long rows = messages * shape.rowsPerMessage();
            owner.say("await " + rows);
            owner.say("check " + rows + " " + shape.ring().checksum(messages));
            out.printf(Locale.ROOT, "then all %,d rows in the table%n", rows);
        }
        return heap + direct <= windowMb + OVERHEAD_MB_MAX;
    }

    /** Returns the heap of reachable objects, in MB. */
    private static double heapMb() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MB;
    }

    /** Returns the direct memory of Java's and of Netty's buffers, in MB. */
    private static double directMb() {
        long bytes = Math.max(0, PlatformDependent.usedDirectMemory());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            bytes += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
        }
        return bytes / MB;
    }
}
