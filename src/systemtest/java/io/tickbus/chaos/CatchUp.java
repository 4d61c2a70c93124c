package io.tickbus.chaos;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the pipeline takes from the end of a fault until all subscribers are LIVE and every table has a
 * row that was sent after this end. Tables are in order, so no earlier row can then be missing. If another fault
 * begins before, its end counts.
 */
final class CatchUp {
    private static final int PERIOD_MS = 10;

    /** Returns the progress of the pipeline. */
    interface Probe {
        /**
         * Returns the progress.
         *
         * @throws IOException if the pipeline does not answer now
         */
        Standing standing() throws IOException;
    }

    private record Pending(String fault, long sinceNanos, Map<String, Long> marks) {}

    private final Probe pipeline;
    private final Journal journal;
    private @Nullable Pending pending;
    private long worstNanos;
    private String worst = "none";

    CatchUp(Probe pipeline, Journal journal) {
        this.pipeline = pipeline;
        this.journal = journal;
        Thread thread = new Thread(this::watch, "catch-up");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void faultBegins() {
        pending = null;
    }

    /**
     * Starts the measurement.
     *
     * @param numbers the number of the last sent row of each table
     */
    synchronized void faultIsOver(String fault, Map<String, Long> numbers) {
        countSince(System.nanoTime(), fault, numbers);
    }

    /** Does what {@link #faultIsOver} does, from an earlier time on. */
    synchronized void countSince(long nanos, String fault, Map<String, Long> numbers) {
        pending = new Pending(fault, nanos, numbers);
    }

    /** Returns whether no measurement is running. */
    synchronized boolean isDone() {
        return pending == null;
    }

    synchronized double worstSeconds() {
        return worstNanos / 1e9;
    }

    /** Returns the fault with the longest time. */
    synchronized String worst() {
        return worst;
    }

    private synchronized @Nullable Pending pending() {
        return pending;
    }

    private void watch() {
        while (true) {
            try {
                Thread.sleep(PERIOD_MS);
                Pending waiting = pending();
                if (waiting != null) {
                    Standing standing = pipeline.standing();
                    long elapsed = System.nanoTime() - waiting.sinceNanos;
                    if (standing.isLive() && standing.isPast(waiting.marks)) {
                        settle(waiting, elapsed);
                    }
                }
            } catch (IOException killed) {
                // the pipeline is started again, or the run ends
            } catch (InterruptedException nobodyDoes) {
                return;
            }
        }
    }

    private synchronized void settle(Pending waiting, long elapsed) {
        if (!waiting.equals(pending)) {
            return;
        }
        pending = null;
        journal.say("caught up %.3f s after %s".formatted(elapsed / 1e9, waiting.fault));
        if (elapsed > worstNanos) {
            worstNanos = elapsed;
            worst = waiting.fault;
        }
    }
}
