package io.tickbus.store;

/** One-shot timers on the owner's thread. */
interface Timers {
    /** Runs an action after a while; gives what {@link #cancel} takes. */
    long after(long delayMs, Runnable action);

    void cancel(long timer);
}
