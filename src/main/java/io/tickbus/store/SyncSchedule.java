package io.tickbus.store;

import io.tickbus.config.JournalConfig;

/**
 * Decides when a {@link Journal} forces written rows to the disk. With {@link JournalConfig.Sync#INTERVAL}, a force is
 * due {@link Journal#SYNC_MS} after the first unforced write. An invalid transition throws {@link
 * IllegalStateException}. Only the owner's thread uses this class.
 */
final class SyncSchedule {
    private enum State {
        /** All written rows are forced. */
        CLEAN,
        /** Some written rows are not forced yet, and a timer runs. */
        SCHEDULED,
        /** The timer has fired. The file must now be forced to the disk. */
        DUE,
        /** A force runs on the disk. */
        FORCING
    }

    private final JournalConfig.Sync sync;
    private final Timers timers;
    private final Runnable listener;
    private State state = State.CLEAN;

    /** @param listener called when a force is due */
    SyncSchedule(JournalConfig.Sync sync, Timers timers, Runnable listener) {
        this.sync = sync;
        this.timers = timers;
        this.listener = listener;
    }

    /** Returns whether the next write must be forced. */
    boolean forcesWrite() {
        return sync == JournalConfig.Sync.ALWAYS || isDue();
    }

    boolean isDue() {
        return state == State.DUE;
    }

    /**
     * Starts the timer after an unforced write. Does nothing if the timer runs, or if the configuration needs no timer.
     */
    void written() {
        if (sync == JournalConfig.Sync.INTERVAL && state == State.CLEAN) {
            schedule();
        }
    }

    private void schedule() {
        state = State.SCHEDULED;
        timers.after(Journal.SYNC_MS, this::elapsed);
    }

    private void elapsed() {
        if (state == State.SCHEDULED) { // A forced write may have come before the timer.
            state = State.DUE;
        }
        listener.run();
    }

    void start() {
        require(State.DUE);
        state = State.FORCING;
    }

    void forced() {
        state = State.CLEAN;
    }

    /** Records that the force has failed. The next force is due after {@link Journal#SYNC_MS}. */
    void failed() {
        require(State.FORCING);
        schedule();
    }

    private void require(State expected) {
        if (state != expected) {
            throw new IllegalStateException("forcing is " + state + ", not " + expected);
        }
    }
}
