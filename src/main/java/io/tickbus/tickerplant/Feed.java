package io.tickbus.tickerplant;

/** A source of rows inside the tickerplant. The tickerplant's event loop owns it. */
interface Feed {
    /**
     * Publishes the next rows.
     *
     * @param rows the number of rows; fewer are published at the feed's end
     */
    void publish(int rows);

    /** Returns whether the tickerplant accepts rows. A feed that plays once also waits for its first subscriber. */
    boolean isReady();

    /** Returns whether all rows were published. */
    boolean isDone();
}
