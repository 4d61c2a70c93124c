package io.tickbus.tickerplant;

/**
 * Computes how many rows a feed must publish to keep its rate. After a pause it makes up for a limited time, to avoid a burst.
 */
final class Pacer {
    /** The longest time that a feed makes up for, in seconds. */
    static final double CATCH_UP_S = 0.25;

    private static final double NANOS_PER_SECOND = 1e9;

    private final int rowsPerSecond;
    private long last;
    private double owed;

    /** @param now the time, as {@link System#nanoTime} gives it */
    Pacer(int rowsPerSecond, long now) {
        this.rowsPerSecond = rowsPerSecond;
        this.last = now;
    }

    /**
     * Returns the number of rows to publish now.
     *
     * @param now the time, as {@link System#nanoTime} gives it
     * @param rowsMax the most rows to return; the others remain due
     */
    int due(long now, int rowsMax) {
        owed += (now - last) / NANOS_PER_SECOND * rowsPerSecond;
        last = now;
        owed = Math.min(owed, Math.max(1, rowsPerSecond * CATCH_UP_S));
        int rows = (int) Math.min(owed, rowsMax);
        owed -= rows;
        return rows;
    }
}
