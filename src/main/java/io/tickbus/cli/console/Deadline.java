package io.tickbus.cli.console;

import java.util.concurrent.TimeUnit;

/** One time limit for a command of several steps. Starts at its construction. */
public final class Deadline {
    private final long atNanos;

    /** @param timeoutMs the limit from now, in ms */
    public Deadline(long timeoutMs) {
        atNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** Returns the remaining time in ms. It is at least 1, so that the next step fails by its own timeout. */
    public int leftMs() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime()));
    }

    public boolean isOver() {
        return System.nanoTime() - atNanos >= 0;
    }
}
