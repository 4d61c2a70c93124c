package io.tickbus.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The budget of bytes that all connections of a server together may hold in unfinished requests and unsent answers. The reserved
 * bytes never exceed the limit. Thread-safe.
 */
final class BufferBudget {
    private final long max;
    private final AtomicLong reserved = new AtomicLong();

    BufferBudget(long max) {
        this.max = max;
    }

    /** Reserves {@code bytes} and returns true, or reserves nothing and returns false if the limit would be exceeded. */
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
