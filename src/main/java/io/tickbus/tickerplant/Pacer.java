package io.tickbus.tickerplant;

/** How many rows a feed owes, for a given rate. After a pause it makes up for a part only: no burst of minutes. */
final class Pacer {
    /** What a feed makes up for at most, in seconds of its rate. */
    static final double CATCH_UP_S = 0.25;

    private static final double NANOS_PER_SECOND = 1e9;

    private final int rowsPerSecond;
    private long last;
    private double owed;

    /**
     * @param now {@link System#nanoTime()}
     */
    Pacer(int rowsPerSecond, long now) {
        this.rowsPerSecond = rowsPerSecond;
        this.last = now;
    }

    /**
     * Rows to publish now.
     *
     * @param rowsMax no more than these; the rest stays owed
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
