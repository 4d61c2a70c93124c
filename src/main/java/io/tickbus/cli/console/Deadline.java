package io.tickbus.cli.console;

import java.util.concurrent.TimeUnit;

/** One bound on a command of many steps. */
public final class Deadline {
    private final long atNanos;

    public Deadline(long timeoutMs) {
        atNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** What is left, in ms; at least 1, so that the step at hand fails by its own timeout. */
    public int leftMs() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime()));
    }

    public boolean isOver() {
        return System.nanoTime() - atNanos >= 0;
    }
}
