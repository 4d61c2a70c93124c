package io.tickbus.subscriber;

import org.jspecify.annotations.Nullable;

/**
 * The time since which q may have rows that were not read, because the window was full. It bounds the lag, since q's own queue is
 * invisible. The reader thread writes it. Any thread may read it.
 */
final class ReadBacklog {
    private volatile @Nullable Long sinceNanos;

    /** Notes that the window is full. Later calls keep the first time until {@link #end}. */
    void begin(long nowNanos) {
        if (sinceNanos == null) {
            sinceNanos = nowNanos;
        }
    }

    /** Notes that everything that q has sent was applied, or that the connection has ended. */
    void end() {
        sinceNanos = null;
    }

    /** Returns whether q may have rows that were not read. */
    boolean exists() {
        return sinceNanos != null;
    }

    /** Returns the earliest time of such rows, or {@code nowNanos} if there are none. */
    long oldestNanos(long nowNanos) {
        Long since = sinceNanos;
        return since == null ? nowNanos : since;
    }
}
