package io.tickbus.client;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Delays between attempts: each twice the one before up to a bound, and shortened by a random part so that not all come
 * at once.
 */
final class Backoff {
    private static final int DELAY_MS_MIN = 50;
    private static final int DELAY_MS_MAX = 2000;

    private int delayMs = DELAY_MS_MIN;

    /** The delay before the next attempt, in ms. */
    long nextDelayMs() {
        int whole = delayMs;
        delayMs = Math.min(DELAY_MS_MAX, 2 * delayMs);
        return ThreadLocalRandom.current().nextInt(whole / 2, whole + 1);
    }

    /** An attempt succeeded, or is likely to. */
    void reset() {
        delayMs = DELAY_MS_MIN;
    }
}
