package io.tickbus.store;

/** One-shot timers that fire on the owner's thread. */
interface Timers {
    /**
     * Runs an action after a delay.
     *
     * @param delayMs the delay in ms, at least 1
     * @return the timer's id, for {@link #cancel}
     */
    long after(long delayMs, Runnable action);

    void cancel(long timer);
}
