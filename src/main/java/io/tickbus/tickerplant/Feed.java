package io.tickbus.tickerplant;

/** A source of rows inside the tickerplant. The tickerplant's event loop owns it. */
interface Feed {
    /**
     * Publishes the next rows.
     *
     * @param rows the number of rows to publish. At the end of the feed, fewer rows are published.
     */
    void publish(int rows);

    /**
     * Returns whether the feed may publish now. The tickerplant must accept rows. A feed that plays once also waits for its
     * first subscriber.
     */
    boolean isReady();

    /** Returns whether the feed has published all its rows. */
    boolean isDone();
}
