package io.tickbus.tickerplant;

/** A source of rows inside the tickerplant. */
interface Feed {
    /** Gives the next rows to the tickerplant, as many as these or, at its end, fewer. */
    void publish(int rows);

    /** Returns false while rows are not taken, or would be lost: a feed that plays once waits for its first subscriber. */
    boolean isReady();

    /** True when there is nothing more to come. */
    boolean isDone();
}
