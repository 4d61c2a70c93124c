package io.tickbus.store;

import io.tickbus.config.JournalConfig;

/**
 * Decides when a {@link Journal} forces written rows to the disk. With {@link JournalConfig.Sync#INTERVAL}, a force is due
 * {@link Journal#SYNC_MS} after the first unforced write. Illegal transitions throw {@link IllegalStateException}. Owner's
 * thread only.
 */
final class SyncSchedule {
    private enum State {
        /** Nothing waits for a force. */
        CLEAN,
        /** Rows are written, and a timer runs. */
        SCHEDULED,
        /** The timer has fired. */
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

    /** Starts the timer, unless one runs or the configuration forces at other times. */
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
        if (state == State.SCHEDULED) { // a forced write may have made it clean
            state = State.DUE;
        }
        listener.run();
    }

    /** Begins a force that is due. */
    void start() {
        require(State.DUE);
        state = State.FORCING;
    }

    /** Everything written is forced, by a force or by a forced write. */
    void forced() {
        state = State.CLEAN;
    }

    /** The force has failed; another force is due after {@link Journal#SYNC_MS}. */
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
