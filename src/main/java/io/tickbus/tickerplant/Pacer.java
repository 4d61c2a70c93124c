package io.tickbus.tickerplant;

/**
 * Computes how many rows a feed must publish to keep its rate. {@link FeedTimer} uses it. After a pause, a feed makes
 * up for at most {@link #CATCH_UP_S} seconds, which avoids a burst. The tickerplant's event loop owns it.
 */
final class Pacer {
    /** After a pause, a feed makes up for at most this time, in s. */
    static final double CATCH_UP_S = 0.25;

    private static final double NANOS_PER_SECOND = 1e9;

    private final int rowsPerSecond;
    private long last;
    private double owed;

    /** @param now the time in ns, as {@link System#nanoTime} returns it */
    Pacer(int rowsPerSecond, long now) {
        this.rowsPerSecond = rowsPerSecond;
        this.last = now;
    }

    /**
     * Returns the number of rows to publish now.
     *
     * @param now the time in ns, as {@link System#nanoTime} returns it
     * @param rowsMax limit of the returned number. Further rows remain due.
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
