package io.tickbus.store;

/**
 * Digests the rows of a topic's partitions in small steps, every 10 ms. A step digests up to 32,768 rows while rows
 * arrive, and up to 1,048,576 rows when no rows arrive. So digests do not delay a burst of rows. Only the owner's
 * thread may use it.
 */
final class IdleDigests {
    /** Limit on the rows of a step while rows arrive. A step takes about one percent of the thread's time. */
    private static final int BUSY_ROWS_MAX = 1 << 15;
    /** Limit on the rows of a step while no rows arrive. A step takes a few ms of the thread's time. */
    private static final int IDLE_ROWS_MAX = 1 << 20;
    /**
     * The number of intervals without rows before the large steps begin. After fewer intervals, the process may only
     * have been suspended.
     */
    private static final int IDLE_INTERVALS = 3;

    private final Partitions partitions;
    private final StoreHost host;
    private boolean waiting;
    private int quiet; // Number of intervals without new rows

    IdleDigests(Partitions partitions, StoreHost host) {
        this.partitions = partitions;
        this.host = host;
    }

    /** Returns to small steps, because rows were appended. */
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
        quiet++; // The count includes the interval in which the last rows arrived.
        if (!partitions.digest(quiet > IDLE_INTERVALS ? IDLE_ROWS_MAX : BUSY_ROWS_MAX)) {
            await();
        }
    }
}
