package io.tickbus.store;

/**
 * Schedules the next attempt after a journal could not be written. An outage therefore ends even if no client appends
 * rows. Each {@link Journal} has its own instance. Only the owner's thread uses this class.
 */
final class JournalRetry {
    private final JournalEvents events;
    private final StoreHost host;
    private final Runnable listener;
    private boolean waiting; // True while the timer of the next attempt runs
    private boolean due;

    /** @param listener called when an attempt is due */
    JournalRetry(JournalEvents events, StoreHost host, Runnable listener) {
        this.events = events;
        this.host = host;
        this.listener = listener;
    }

    /** Publishes why the journal cannot be written. The next attempt is due after {@link Journal#RETRY_MS}. */
    void failed(String reason) {
        events.failed(reason);
        if (!waiting) {
            waiting = true;
            host.after(Journal.RETRY_MS, () -> {
                waiting = false;
                due = true;
                listener.run();
            });
        }
    }

    /** Returns whether an attempt is due. No attempt is due if a write has succeeded since the failure. */
    boolean isDue() {
        return due && events.hasFailed();
    }

    void start() {
        due = false;
    }
}
