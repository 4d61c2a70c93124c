package io.tickbus.store;

/** Retries the held batches of one table every 100 ms until none is left. Room comes from other tables, which send no signal. */
final class HeldBatchRetry {
    /** From one attempt to the next. */
    static final int RETRY_MS = 100;

    private final EndOfDayBarrier days;
    private final Timers timers;
    private boolean waiting;

    HeldBatchRetry(EndOfDayBarrier days, Timers timers) {
        this.days = days;
        this.timers = timers;
    }

    /** Begins to try, if it has not, and ends when nothing is held any more. */
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
