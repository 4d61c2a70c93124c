package io.tickbus.subscriber;

import org.jspecify.annotations.Nullable;

/**
 * Remembers when the window became full. From then on, q may keep unread rows in its own queue. {@link
 * PartitionWriters#lagMs} uses this time, because the queue of q is not visible here. The reader thread writes the
 * time, and any thread may read it.
 */
final class ReadBacklog {
    private volatile @Nullable Long sinceNanos;

    /** Records that the window became full. Further calls change nothing until {@link #end}. */
    void begin(long nowNanos) {
        if (sinceNanos == null) {
            sinceNanos = nowNanos;
        }
    }

    /** Records that all rows that q has sent are applied, or that the connection has ended. */
    void end() {
        sinceNanos = null;
    }

    /** Returns whether q may have unread rows. */
    boolean exists() {
        return sinceNanos != null;
    }

    /** Returns when the window became full, or {@code nowNanos} if q has no unread rows. */
    long oldestNanos(long nowNanos) {
        Long since = sinceNanos;
        return since == null ? nowNanos : since;
    }
}
