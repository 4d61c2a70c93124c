package io.tickbus.server;

import java.util.function.LongSupplier;

/**
 * Measures the time for which a transfer in one direction makes no progress. {@link ClientSession} and {@link Outbox}
 * use this class. Fewer than {@link #STEP_BYTES} bytes are not progress. Otherwise a client that sends one byte a
 * minute could use memory forever. Belongs to the server's event loop.
 */
final class StallTimer {
    /** Number of transferred bytes that count as progress. */
    static final int STEP_BYTES = Outbox.SLICE_BYTES;

    private final LongSupplier nanoTime;
    private long sinceNs;
    private long bytes;

    /** @param nanoTime {@link System#nanoTime}, or the clock of a test */
    StallTimer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start();
    }

    void start() {
        sinceNs = nanoTime.getAsLong();
        bytes = 0;
    }

    /** Counts transferred bytes. The measurement restarts after every {@link #STEP_BYTES}. */
    void moved(int count) {
        bytes += count;
        if (bytes >= STEP_BYTES) {
            start();
        }
    }

    /** Returns the time since the start of the transfer or the last progress, in nanoseconds. */
    long stalledNs() {
        return nanoTime.getAsLong() - sinceNs;
    }
}
