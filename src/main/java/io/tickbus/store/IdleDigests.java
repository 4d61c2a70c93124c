package io.tickbus.store;

/**
 * Digests the rows of a topic's partitions in small steps, every 10 ms: 32,768 rows while rows arrive, and up to
 * 1,048,576 rows when none do. So a burst of rows is not delayed by its digest. Owner's thread only.
 */
final class IdleDigests {
    /** Rows per step while rows arrive: about one percent of the thread's time. */
    private static final int BUSY_ROWS_MAX = 1 << 15;
    /** Rows per step while no rows arrive: a few milliseconds of the thread's time. */
    private static final int IDLE_ROWS_MAX = 1 << 20;
    /**
     * Number of intervals without rows after which none are expected. During a single interval, the process may have
     * been suspended.
     */
    private static final int IDLE_INTERVALS = 3;

    private final Partitions partitions;
    private final StoreHost host;
    private boolean waiting;
    private int quiet; // number of intervals without rows

    IdleDigests(Partitions partitions, StoreHost host) {
        this.partitions = partitions;
        this.host = host;
    }

    /** Restarts the small steps, because rows were appended. */
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
        quiet++; // also counts the interval in which the last rows came
        if (!partitions.digest(quiet > IDLE_INTERVALS ? IDLE_ROWS_MAX : BUSY_ROWS_MAX)) {
            await();
        }
    }
}
