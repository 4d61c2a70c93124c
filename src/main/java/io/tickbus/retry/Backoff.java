package io.tickbus.retry;

import java.util.random.RandomGenerator;

/**
 * Computes the delays between the attempts of one operation. Each delay is twice the previous delay, up to a maximum. A
 * random part, at most half of the delay, is subtracted from it. Many clients therefore do not retry at the same
 * moment. Not thread-safe.
 */
public final class Backoff {
    private static final double JITTER = 0.5;

    private final int delayMsMin;
    private final int delayMsMax;
    private final RandomGenerator random;
    private int failures;

    /**
     * @param delayMsMin the first delay before the random part is subtracted, in ms, at least 1
     * @param delayMsMax the longest delay, in ms
     */
    public Backoff(int delayMsMin, int delayMsMax, RandomGenerator random) {
        this.delayMsMin = delayMsMin;
        this.delayMsMax = delayMsMax;
        this.random = random;
    }

    /** Returns the delay before the next attempt, in ms, at least 1. */
    public long nextDelayMs() {
        double doubled = delayMsMin * Math.pow(2, failures++);
        double delay = Math.min(delayMsMax, doubled);
        return Math.max(1, Math.round(delay * (1 - JITTER * random.nextDouble())));
    }

    /** Starts again at the shortest delay. Call this after a successful attempt. */
    public void reset() {
        failures = 0;
    }
}
