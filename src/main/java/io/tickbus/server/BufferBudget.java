package io.tickbus.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory that unfinished requests and unsent answers use, in bytes. {@link QServer} has one budget for all
 * of its connections. A reservation above the limit fails. Thread-safe.
 */
final class BufferBudget {
    private final long max;
    private final AtomicLong reserved = new AtomicLong();

    BufferBudget(long max) {
        this.max = max;
    }

    /** Reserves the bytes and returns true. If the limit would be exceeded, reserves nothing and returns false. */
    boolean tryReserve(long bytes) {
        if (reserved.addAndGet(bytes) <= max) {
            return true;
        }
        reserved.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }

    long reserved() {
        return reserved.get();
    }

    long max() {
        return max;
    }
}
