package io.tickbus.pipeline;

import java.util.Locale;

/** A part of the pipeline that a node can run. */
public enum Role {
    /** The embedded tickerplant. */
    TICKERPLANT,
    /** The connections to q. */
    SUBSCRIBER,
    /** The tables; of several nodes with this role, one owns them. */
    TABLE,
    /** The server for q clients. */
    GATEWAY,
    /** The page, metrics and health over HTTP. */
    WEB;

    /** Returns the name as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
