package io.tickbus.store;

/**
 * The attempts to write a journal that could not be written. A journal has one. No client may append for long, and the outage has to
 * end without it. Owner's thread only.
 */
final class JournalRetry {
    private final JournalEvents events;
    private final StoreHost host;
    private final Runnable listener;
    private boolean waiting; // for the time of the next attempt
    private boolean due;

    /** @param listener called when an attempt is due */
    JournalRetry(JournalEvents events, StoreHost host, Runnable listener) {
        this.events = events;
        this.host = host;
        this.listener = listener;
    }

    /** Tells why the journal cannot be written. The next attempt is due after {@link Journal#RETRY_MS}. */
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

    /** Returns whether an attempt is due; not when the journal was written meanwhile. */
    boolean isDue() {
        return due && events.hasFailed();
    }

    /** Begins an attempt. */
    void start() {
        due = false;
    }
}
