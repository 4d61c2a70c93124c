package io.tickbus.config;

import java.nio.file.Path;

/** Where the embedded tickerplant's own rows come from, beside what other processes send it. */
public sealed interface FeedConfig {
    /**
     * Made-up trades and quotes: a random walk.
     *
     * @param rowsPerSecond both tables together, 1 to 10,000,000
     * @param seed the same seed gives the same rows
     * @param symbols how many symbols there are, 1 to 100,000
     */
    record Synthetic(int rowsPerSecond, long seed, int symbols) implements FeedConfig {}

    /**
     * A CSV file, replayed once.
     *
     * @param file its first line names the columns
     * @param table the table to publish
     * @param rowsPerSecond 1 to 10,000,000
     */
    record Csv(Path file, String table, int rowsPerSecond) implements FeedConfig {}

    /** Nothing but what other processes send. */
    record None() implements FeedConfig {}
}
