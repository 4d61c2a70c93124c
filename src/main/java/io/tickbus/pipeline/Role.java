package io.tickbus.pipeline;

import java.util.Locale;

/** A part of the pipeline that a node can run. */
public enum Role {
    /** The embedded q. */
    TICKERPLANT,
    /** The connections to q. */
    SUBSCRIBER,
    /** The tables. */
    TABLE,
    /** The door for q clients. */
    GATEWAY,
    /** Metrics and health over HTTP. */
    WEB;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
