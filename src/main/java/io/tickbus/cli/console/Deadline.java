package io.tickbus.cli.console;

import java.util.concurrent.TimeUnit;

/** One time limit for all steps of a command. The time begins when the object is created. */
public final class Deadline {
    private final long atNanos;

    /** @param timeoutMs the time limit from now, in ms */
    public Deadline(long timeoutMs) {
        atNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /**
     * Returns the remaining time in ms. After the deadline, the method returns 1. A step that uses this value as its
     * timeout then fails.
     */
    public int leftMs() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime()));
    }

    public boolean isOver() {
        return System.nanoTime() - atNanos >= 0;
    }
}
