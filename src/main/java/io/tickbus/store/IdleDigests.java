package io.tickbus.store;

/**
 * Digests the rows of a topic's partitions in small steps, every 10 ms: 32,768 rows while rows arrive, and up to 1,048,576 when none
 * do. A burst of rows does not wait for its digest. Owner's thread only.
 */
final class IdleDigests {
    /** Rows at a time while others come: about a hundredth of the thread's time. */
    private static final int BUSY_ROWS_MAX = 1 << 15;
    /** Rows at a time while none come: a few milliseconds of it. */
    private static final int IDLE_ROWS_MAX = 1 << 20;
    /** Intervals without rows until none are expected. In one alone the process may have stood still. */
    private static final int IDLE_INTERVALS = 3;

    private final Partitions partitions;
    private final StoreHost host;
    private boolean waiting;
    private int quiet; // intervals without rows

    IdleDigests(Partitions partitions, StoreHost host) {
        this.partitions = partitions;
        this.host = host;
    }

    /** Notes that rows have come. */
    void rowsAppended() {
        quiet = 0;
        await();
    }

    private void await() {
        if (!waiting) {
            waiting = true;
            host.soon(this::digest);
        }
    }

    private void digest() {
        waiting = false;
        quiet++; // the one in which the last rows came counts as well
        if (!partitions.digest(quiet > IDLE_INTERVALS ? IDLE_ROWS_MAX : BUSY_ROWS_MAX)) {
            await();
        }
    }
}
