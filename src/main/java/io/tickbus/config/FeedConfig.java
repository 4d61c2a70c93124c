package io.tickbus.config;

import java.nio.file.Path;

/** The source of rows inside the embedded tickerplant. Other processes can also send rows. */
public sealed interface FeedConfig {
    /**
     * Random trades and quotes, whose prices are random walks.
     *
     * @param rowsPerSecond the number of rows per second for both tables together, 1 to 10,000,000
     * @param seed the seed of the random numbers. Equal seeds give equal rows.
     * @param symbols the number of symbols, 1 to 100,000
     */
    record Synthetic(int rowsPerSecond, long seed, int symbols) implements FeedConfig {}

    /**
     * A CSV file that is replayed once.
     *
     * @param file the file. Its first line names the columns.
     * @param table the table to publish
     * @param rowsPerSecond the number of rows to publish per second, 1 to 10,000,000
     */
    record Csv(Path file, String table, int rowsPerSecond) implements FeedConfig {}

    /** No source. The tickerplant publishes only rows that other processes send. */
    record None() implements FeedConfig {}
}
