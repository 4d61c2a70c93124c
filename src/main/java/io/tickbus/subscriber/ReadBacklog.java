package io.tickbus.subscriber;

import org.jspecify.annotations.Nullable;

/**
 * The time since which q may have rows that were not read, because the window was full. It limits the reported lag, because
 * the rows in q's own queue are not visible here. The reader thread writes it, and any thread may read it.
 */
final class ReadBacklog {
    private volatile @Nullable Long sinceNanos;

    /** Records that the window is full. Further calls keep the first time until {@link #end}. */
    void begin(long nowNanos) {
        if (sinceNanos == null) {
            sinceNanos = nowNanos;
        }
    }

    /** Records that all rows that q has sent are applied, or that the connection has ended. */
    void end() {
        sinceNanos = null;
    }

    /** Returns whether q may have rows that were not read. */
    boolean exists() {
        return sinceNanos != null;
    }

    /** Returns the time since which q may have rows that were not read, or {@code nowNanos} if all rows were read. */
    long oldestNanos(long nowNanos) {
        Long since = sinceNanos;
        return since == null ? nowNanos : since;
    }
}
