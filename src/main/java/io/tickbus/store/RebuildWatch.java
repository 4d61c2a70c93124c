package io.tickbus.store;

import java.util.function.LongSupplier;

/**
 * Detects rebuilds of a table that make no progress. The watch checks the progress once per time limit. Detection
 * therefore takes at most twice the limit. Only the owner's thread uses this class.
 */
final class RebuildWatch {
    private final Timers timers;
    private final int idleMsMax;
    private final LongSupplier progress;
    private final Runnable stalled;
    private boolean watching;
    private long timer;
    private long seen;

    /**
     * @param idleMsMax limit on the time without progress, in ms
     * @param progress returns a number that increases when a rebuild brings new rows
     * @param stalled called after {@code idleMsMax} without progress; the watch stops before this call
     */
    RebuildWatch(Timers timers, int idleMsMax, LongSupplier progress, Runnable stalled) {
        this.timers = timers;
        this.idleMsMax = idleMsMax;
        this.progress = progress;
        this.stalled = stalled;
    }

    void start() {
        if (!watching) {
            watching = true;
            waitAgain();
        }
    }

    private void waitAgain() {
        seen = progress.getAsLong();
        timer = timers.after(idleMsMax, this::inspect);
    }

    private void inspect() {
        if (progress.getAsLong() > seen) {
            waitAgain();
        } else {
            watching = false;
            stalled.run();
        }
    }

    void stop() {
        if (watching) {
            watching = false;
            timers.cancel(timer);
        }
    }
}
