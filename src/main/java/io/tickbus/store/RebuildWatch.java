package io.tickbus.store;

import java.util.function.LongSupplier;

/** Notices that the rebuilds of a table bring nothing for too long. Looks once per limit, so at the latest after twice the limit. Owner's thread only. */
final class RebuildWatch {
    private final Timers timers;
    private final int idleMsMax;
    private final LongSupplier progress;
    private final Runnable stalled;
    private boolean watching;
    private long timer;
    private long seen;

    /**
     * @param progress rises whenever a rebuild brings rows that no attempt before it has brought
     * @param stalled called when nothing came for {@code idleMsMax}; the watch has ended then
     */
    RebuildWatch(Timers timers, int idleMsMax, LongSupplier progress, Runnable stalled) {
        this.timers = timers;
        this.idleMsMax = idleMsMax;
        this.progress = progress;
        this.stalled = stalled;
    }

    /** Begins to watch; a watch that has begun goes on. */
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

    /** Ends the watch: no rebuild is under way. */
    void stop() {
        if (watching) {
            watching = false;
            timers.cancel(timer);
        }
    }
}
