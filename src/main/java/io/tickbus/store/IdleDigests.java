package io.tickbus.store;

/**
 * Computes the digests of a topic's rows in steps, every 10 ms. A step digests up to 32,768 rows while rows arrive.
 * When no rows arrive, a step digests up to 1,048,576 rows. Digests therefore do not delay a burst of rows. Only the
 * owner's thread uses this class.
 */
final class IdleDigests {
    /** Limit on the rows of a step while rows arrive. A step takes about one percent of the thread's time. */
    private static final int BUSY_ROWS_MAX = 1 << 15;
    /** Limit on the rows of a step while no rows arrive. A step takes a few ms of the thread's time. */
    private static final int IDLE_ROWS_MAX = 1 << 20;
    /**
     * The number of 10 ms intervals without rows after which large steps begin. A shorter time without rows can also be
     * a pause of the process.
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

    /** Switches to small steps, because rows were appended. */
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
        quiet++;
        if (!partitions.digest(quiet > IDLE_INTERVALS ? IDLE_ROWS_MAX : BUSY_ROWS_MAX)) {
            await();
        }
    }
}
