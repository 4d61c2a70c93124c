package io.tickbus.store;

/** One-shot timers on the owner's thread. */
interface Timers {
    /**
     * Runs an action after a delay.
     *
     * @param delayMs in ms, at least 1
     * @return the id for {@link #cancel}
     */
    long after(long delayMs, Runnable action);

    void cancel(long timer);
}
