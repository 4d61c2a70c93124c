package io.tickbus.subscriber;

import java.util.concurrent.TimeUnit;

/**
 * The silences of q that a subscriber has heard end, over all its connections: they tell which silence is unusual. One is when it
 * is three times as long as every other of the last ten to twenty minutes, and ten seconds at least. A night is longer than that: an
 * unusual silence is reported, and ends nothing.
 *
 * <p>One thread at a time notes what is heard; any thread may ask.
 */
final class SilenceHistory {
    /** A silence that is shorter is never unusual, in ms; and for so long q must have been heard before one is. */
    static final int UNUSUAL_MS_MIN = 10_000;

    private static final int UNUSUAL_TIMES = 3;
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(10);

    private volatile boolean listening;
    private long listeningSinceNanos;
    private volatile long heardNanos;
    private volatile long longestNanos;
    private volatile long longestBeforeNanos; // of the period before this one
    private long periodSinceNanos;
    private volatile boolean wellKnown;

    SilenceHistory(long nowNanos) {
        heardNanos = nowNanos;
        listeningSinceNanos = nowNanos;
        periodSinceNanos = nowNanos;
    }

    /** Begins to listen: silence counts from now on. */
    void listen(long nowNanos) {
        heardNanos = nowNanos;
        listeningSinceNanos = nowNanos;
        listening = true;
    }

    /** Listens no more: silence says nothing. */
    void pause() {
        listening = false;
    }

    /** Notes that something came. */
    void onBytes(long nowNanos) {
        long ofPeriodNanos = nowNanos - periodSinceNanos;
        if (ofPeriodNanos > PERIOD_NANOS) {
            longestBeforeNanos = ofPeriodNanos > 2 * PERIOD_NANOS ? 0 : longestNanos;
            longestNanos = 0;
            periodSinceNanos = nowNanos;
        }
        if (nowNanos - heardNanos > longestNanos) {
            longestNanos = nowNanos - heardNanos;
        }
        wellKnown = wellKnown || ms(nowNanos - listeningSinceNanos) >= UNUSUAL_MS_MIN;
        heardNanos = nowNanos;
    }

    /** Returns how long q has said nothing, in ms; 0 while nothing listens. */
    long silentMs(long nowNanos) {
        return listening ? ms(nowNanos - heardNanos) : 0;
    }

    /** Returns the longest silence of late that has ended, in ms. */
    long usualMs() {
        return ms(Math.max(longestNanos, longestBeforeNanos));
    }

    boolean isUnusual(long nowNanos) {
        return wellKnown && silentMs(nowNanos) >= Math.max(UNUSUAL_MS_MIN, UNUSUAL_TIMES * usualMs());
    }

    /** Returns a sentence on a silence that is unusual; empty when it is not. */
    String trouble(long nowNanos) {
        return isUnusual(nowNanos)
                ? "q has said nothing for " + silentMs(nowNanos) + " ms, and of late never for longer than " + usualMs()
                        + " ms"
                : "";
    }

    private static long ms(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
