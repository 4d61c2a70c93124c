package io.tickbus.subscriber;

import java.util.random.RandomGenerator;

/**
 * Delays between connection attempts. The delay doubles with each failure up to a maximum. A random part shortens it, so that
 * the subscribers of a node do not reconnect at the same moment. Owned by the q thread.
 */
final class Backoff {
    private static final double JITTER = 0.5;

    private final int delayMsMin;
    private final int delayMsMax;
    private final RandomGenerator random;
    private int failures;

    Backoff(int delayMsMin, int delayMsMax, RandomGenerator random) {
        this.delayMsMin = delayMsMin;
        this.delayMsMax = delayMsMax;
        this.random = random;
    }

    /** Returns the delay before the next attempt, in ms, at least 1, and counts a failure. */
    long nextDelayMs() {
        double doubled = delayMsMin * Math.pow(2, failures++);
        double delay = Math.min(delayMsMax, doubled);
        return Math.max(1, Math.round(delay * (1 - JITTER * random.nextDouble())));
    }

    /** Starts again from the shortest delay, after an attempt that succeeded. */
    void reset() {
        failures = 0;
    }
}
