package io.tickbus.subscriber;

import java.util.random.RandomGenerator;

/** Delays between attempts: doubling from the least to the most, each shortened by a random part so that not all come at once. */
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

    /** The delay before the next attempt, in ms. */
    long nextDelayMs() {
        double doubled = delayMsMin * Math.pow(2, failures++);
        double delay = Math.min(delayMsMax, doubled);
        return Math.max(1, Math.round(delay * (1 - JITTER * random.nextDouble())));
    }

    /** An attempt succeeded. */
    void reset() {
        failures = 0;
    }
}
