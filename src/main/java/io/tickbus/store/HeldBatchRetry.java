package io.tickbus.store;

/**
 * Tries every 100 ms to apply the retained batches of one table. Other tables can free memory without a signal. Only
 * the owner's thread uses this class.
 */
final class HeldBatchRetry {
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
