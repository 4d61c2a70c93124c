package io.tickbus.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The rate of a counter over about the last two seconds, computed from samples at irregular times. Only one thread uses
 * an object of this class.
 */
final class Rate {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Samples that are older than this time, in ns, are removed. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(15);
    /**
     * Shortest time between two samples from which a rate is computed, in ns. This time also limits the number of
     * samples.
     */
    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long count, long nanos) {}

    /**
     * Adds a sample.
     *
     * @param count the current value of the counter
     * @param nanos the current time of {@link System#nanoTime}
     */
    void sample(long count, long nanos) {
        Sample last = samples.pollLast();
        if (last != null && count < last.count) {
            samples.clear(); // The counter has restarted from 0.
        } else if (last != null && (samples.isEmpty() || last.nanos - samples.getLast().nanos >= APART_NANOS)) {
            samples.add(last);
        }
        samples.add(new Sample(count, nanos));
        samples.removeIf(sample -> nanos - sample.nanos > KEPT_NANOS);
        while (samples.size() > 2) {
            Sample first = samples.removeFirst();
            if (nanos - samples.getFirst().nanos < WINDOW_NANOS) {
                samples.addFirst(first);
                return;
            }
        }
    }

    /** Returns the increase per second, or null if there are too few samples. */
    @Nullable
    Long perSecond() {
        if (samples.isEmpty()) {
            return null;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long nanos = last.nanos - first.nanos;
        return nanos < APART_NANOS
                ? null
                : (Long) Math.round((last.count - first.count) * (double) TimeUnit.SECONDS.toNanos(1) / nanos);
    }
}
