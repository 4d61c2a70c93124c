package io.tickbus.config;

import java.nio.file.Path;

/** The rows that the embedded tickerplant makes itself, in addition to rows that other processes send. */
public sealed interface FeedConfig {
    /**
     * Random trades and quotes: a random walk.
     *
     * @param rowsPerSecond the rows of both tables together, from 1 to 10,000,000 each second
     * @param seed the seed; an equal seed gives equal rows
     * @param symbols the number of symbols, from 1 to 100,000
     */
    record Synthetic(int rowsPerSecond, long seed, int symbols) implements FeedConfig {}

    /**
     * A CSV file that is replayed once.
     *
     * @param file the file; its first line names the columns
     * @param table the table to publish
     * @param rowsPerSecond the rows each second, from 1 to 10,000,000
     */
    record Csv(Path file, String table, int rowsPerSecond) implements FeedConfig {}

    /** No rows of its own. */
    record None() implements FeedConfig {}
}
