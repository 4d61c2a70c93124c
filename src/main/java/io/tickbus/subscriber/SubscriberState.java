package io.tickbus.subscriber;

/** The state of a subscriber, as its status on {@code tickbus.status} reports it. */
public enum SubscriberState {
    /** The connection to q is being opened. */
    CONNECTING,
    /** The subscription is requested, and the partitions are opened at their owner. */
    SUBSCRIBING,
    /** Rows from before the subscription are read from the tickerplant's log. */
    REPLAYING,
    /** Rows arrive as q publishes them. */
    LIVE,
    /** A session has failed. The status has the reason. The next attempt follows after a delay. */
    BACKING_OFF,
    /** The q thread has ended. */
    STOPPED
}
