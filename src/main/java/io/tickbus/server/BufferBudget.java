package io.tickbus.server;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all connections of a server hold together, with a bound. Any thread. */
final class BufferBudget {
    private final long max;
    private final AtomicLong reserved = new AtomicLong();

    BufferBudget(long max) {
        this.max = max;
    }

    /** Takes as many or none. */
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
