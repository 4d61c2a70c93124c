package io.tickbus.tickerplant;

/** A source of rows inside the tickerplant. {@link FeedTimer} runs it. The tickerplant's event loop owns it. */
interface Feed {
    /**
     * Publishes the next rows.
     *
     * @param rows the number of rows to publish. At the end of the feed, fewer rows are published.
     */
    void publish(int rows);

    /**
     * Returns whether the feed can publish now. Every feed waits while the tickerplant accepts no rows. A {@link
     * CsvFeed} also waits for its first subscriber.
     */
    boolean isReady();

    boolean isDone();
}
