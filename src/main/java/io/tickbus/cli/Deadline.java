package io.tickbus.cli;

import java.util.concurrent.TimeUnit;

/** One bound on a command of many steps. */
final class Deadline {
    private final long atNanos;

    Deadline(long timeoutMs) {
        atNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** What is left, in ms; at least 1, so that the step at hand fails by its own timeout. */
    int leftMs() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime()));
    }

    boolean isOver() {
        return System.nanoTime() - atNanos >= 0;
    }
}
