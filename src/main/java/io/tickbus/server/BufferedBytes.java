package io.tickbus.server;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all connections of a server hold together, with a bound. Any thread. */
final class BufferedBytes {
    private final long max;
    private final AtomicLong held = new AtomicLong();

    BufferedBytes(long max) {
        this.max = max;
    }

    /** Takes as many or none. */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= max) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }

    long max() {
        return max;
    }
}
