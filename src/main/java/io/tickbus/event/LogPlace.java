package io.tickbus.event;

/**
 * A place in a tickerplant's log, told in rows of one topic. Per table the order of the rows is that of the log, in zero-latency
 * and in batch mode, and so this says what a partition has and what it misses.
 *
 * @param log the log's name as the tickerplant tells it; empty for the one that began with the last end of day, whose name has
 *     not been asked for
 * @param rows of the topic that the partition has from the start of the log, after its own filter; {@link #UNKNOWN} when rows
 *     are missing before, and nobody can tell how many
 */
public record LogPlace(String log, long rows) {
    public static final long UNKNOWN = -1;

    /** No place at all: of a partition that nothing is known of, or whose place was lost. */
    public static final LogPlace NOWHERE = new LogPlace("", UNKNOWN);

    public boolean isKnown() {
        return rows != UNKNOWN;
    }

    /** The place behind some more rows. */
    public LogPlace plus(int more) {
        return isKnown() ? new LogPlace(log, rows + more) : this;
    }
}
