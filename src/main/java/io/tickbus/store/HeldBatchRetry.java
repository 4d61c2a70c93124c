package io.tickbus.store;

/**
 * Retries to apply the retained batches of one table every 100 ms. Retries are needed because other tables free memory
 * without a signal. Only the owner's thread uses this class.
 */
final class HeldBatchRetry {
    /** The delay between two attempts, in ms. */
    static final int RETRY_MS = 100;

    private final EndOfDayBarrier days;
    private final Timers timers;
    private boolean waiting;

    HeldBatchRetry(EndOfDayBarrier days, Timers timers) {
        this.days = days;
        this.timers = timers;
    }

    /** Starts the retries if they do not run. */
    void start() {
        if (!waiting) {
            waiting = true;
            timers.after(RETRY_MS, this::attempt);
        }
    }

    private void attempt() {
        waiting = false;
        days.release();
        if (days.isHolding()) {
            start();
        }
    }
}
