package io.tickbus.store;

/**
 * Retries after a journal could not be written. Without them, an outage would not end while no client appends. Each
 * journal has one. Owner's thread only.
 */
final class JournalRetry {
    private final JournalEvents events;
    private final StoreHost host;
    private final Runnable listener;
    private boolean waiting; // for the next attempt
    private boolean due;

    /** @param listener called when an attempt is due */
    JournalRetry(JournalEvents events, StoreHost host, Runnable listener) {
        this.events = events;
        this.host = host;
        this.listener = listener;
    }

    /** Reports why the journal cannot be written. The next attempt is due after {@link Journal#RETRY_MS}. */
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

    /** Returns whether an attempt is due. None is due if the journal was written meanwhile. */
    boolean isDue() {
        return due && events.hasFailed();
    }

    /** Starts an attempt. */
    void start() {
        due = false;
    }
}
