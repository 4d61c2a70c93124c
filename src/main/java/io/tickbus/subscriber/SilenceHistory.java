package io.tickbus.subscriber;

import java.util.concurrent.TimeUnit;

/**
 * The lengths of q's silences, over all connections of a subscriber. {@link ConnectionWatchdog} records these lengths.
 * They show whether the current silence is unusual.
 *
 * <p>An unusual silence lasts at least 10 s. It also lasts at least three times the longest silence of the last 10 to
 * 20 minutes. An unusual silence is only reported. It does not end the session, because a tickerplant sends nothing at
 * night.
 *
 * <p>Only one thread at a time may call the methods that record events. Any thread may read the results.
 */
final class SilenceHistory {
    /** Minimum length of an unusual silence, in ms. The connection must also have been read for at least this time. */
    static final int UNUSUAL_MS_MIN = 10_000;

    private static final int UNUSUAL_TIMES = 3;
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(10);

    private volatile boolean listening;
    private long listeningSinceNanos;
    private volatile long heardNanos;
    private volatile long longestNanos;
    // The longest silence of the previous period, in ns.
    private volatile long longestBeforeNanos;
    private long periodSinceNanos;
    private volatile boolean isEstablished;

    SilenceHistory(long nowNanos) {
        heardNanos = nowNanos;
        listeningSinceNanos = nowNanos;
        periodSinceNanos = nowNanos;
    }

    /** Starts to measure silence. */
    void listen(long nowNanos) {
        heardNanos = nowNanos;
        listeningSinceNanos = nowNanos;
        listening = true;
    }

    /** Stops measuring silence, because the socket is not read. */
    void pause() {
        listening = false;
    }

    void onBytes(long nowNanos) {
        long periodNanos = nowNanos - periodSinceNanos;
        if (periodNanos > PERIOD_NANOS) {
            longestBeforeNanos = periodNanos > 2 * PERIOD_NANOS ? 0 : longestNanos;
            longestNanos = 0;
            periodSinceNanos = nowNanos;
        }
        if (nowNanos - heardNanos > longestNanos) {
            longestNanos = nowNanos - heardNanos;
        }
        isEstablished = isEstablished || ms(nowNanos - listeningSinceNanos) >= UNUSUAL_MS_MIN;
        heardNanos = nowNanos;
    }

    /** Returns the length of the current silence, in ms. Returns 0 while silence is not measured. */
    long silentMs(long nowNanos) {
        return listening ? ms(nowNanos - heardNanos) : 0;
    }

    /** Returns the length of the longest recent silence that has ended, in ms. */
    long usualMs() {
        return ms(Math.max(longestNanos, longestBeforeNanos));
    }

    boolean isUnusual(long nowNanos) {
        return isEstablished && silentMs(nowNanos) >= Math.max(UNUSUAL_MS_MIN, UNUSUAL_TIMES * usualMs());
    }

    /** Returns a sentence about an unusual silence. The text is empty if the silence is usual. */
    String unusualSilence(long nowNanos) {
        return isUnusual(nowNanos)
                ? "q has said nothing for " + silentMs(nowNanos) + " ms, and of late never for longer than " + usualMs()
                        + " ms"
                : "";
    }

    private static long ms(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
