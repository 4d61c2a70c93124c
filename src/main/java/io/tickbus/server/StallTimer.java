package io.tickbus.server;

import java.util.function.LongSupplier;

/**
 * Whether bytes that go in one direction get on. A few now and then do not count: at a byte a minute a peer would hold memory
 * for ever. One event loop.
 */
final class StallTimer {
    /** Fewer bytes are no progress, unless nothing is left. */
    static final int STEP_BYTES = Outbox.SLICE_BYTES;

    private final LongSupplier nanoTime;
    private long sinceNs;
    private long bytes;

    /** For {@link System#nanoTime} or a test's own. */
    StallTimer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start();
    }

    /** Something new goes from now on. */
    void start() {
        sinceNs = nanoTime.getAsLong();
        bytes = 0;
    }

    void moved(int count) {
        bytes += count;
        if (bytes >= STEP_BYTES) {
            start();
        }
    }

    /** Time since it began or got on, in nanoseconds. */
    long stalledNs() {
        return nanoTime.getAsLong() - sinceNs;
    }
}
