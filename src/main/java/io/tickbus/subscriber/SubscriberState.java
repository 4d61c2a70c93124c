package io.tickbus.subscriber;

/** Where a subscriber stands; {@code QThread.moveTo} makes every transition. */
public enum SubscriberState {
    /** The socket, the handshake. */
    CONNECTING,
    /** The request to q, the opening of the partitions. */
    SUBSCRIBING,
    /** What was published before comes from the tickerplant's log. */
    REPLAYING,
    /** Rows come as q publishes them. */
    LIVE,
    /** Something failed; the reason is in the status. The next attempt comes after a delay. */
    BACKING_OFF,
    /** The q thread has ended. */
    STOPPED
}
