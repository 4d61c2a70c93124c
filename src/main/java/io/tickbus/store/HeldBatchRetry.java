package io.tickbus.store;

/**
 * Retries the held batches of one table every 100 ms until none is left. Other tables free the room without a signal.
 * Owner's thread only.
 */
final class HeldBatchRetry {
    /** Delay between two attempts, in ms. */
    static final int RETRY_MS = 100;

    private final EndOfDayBarrier days;
    private final Timers timers;
    private boolean waiting;

    HeldBatchRetry(EndOfDayBarrier days, Timers timers) {
        this.days = days;
        this.timers = timers;
    }

    /** Starts the retries, unless they run. */
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
