package io.tickbus.subscriber;

import org.jspecify.annotations.Nullable;

/**
 * The time since which q may have unread rows, because the window was full. {@link PartitionWriters#lagMs} includes
 * this time, because rows in q's own queue are not visible here. The reader thread writes the time, and any thread may
 * read it.
 */
final class ReadBacklog {
    private volatile @Nullable Long sinceNanos;

    /** Records the time when the window became full. Further calls change nothing until {@link #end}. */
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
