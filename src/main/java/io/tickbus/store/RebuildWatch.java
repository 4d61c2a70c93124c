package io.tickbus.store;

import java.util.function.LongSupplier;

/**
 * Detects that the rebuilds of a table have stalled. It checks once per limit, and so detects a stall after at most
 * twice the limit. Owner's thread only.
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
     * @param progress increases when a rebuild brings rows that no earlier attempt has brought
     * @param stalled called when there was no progress for {@code idleMsMax}; the watch has stopped then
     */
    RebuildWatch(Timers timers, int idleMsMax, LongSupplier progress, Runnable stalled) {
        this.timers = timers;
        this.idleMsMax = idleMsMax;
        this.progress = progress;
        this.stalled = stalled;
    }

    /** Starts the watch, unless it runs. */
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

    /** Stops the watch, because no rebuild runs. */
    void stop() {
        if (watching) {
            watching = false;
            timers.cancel(timer);
        }
    }
}
