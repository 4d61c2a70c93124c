package io.tickbus.pipeline;

import java.util.Locale;

/** A part of the pipeline that a node can run. */
public enum Role {
    /** The embedded tickerplant. */
    TICKERPLANT,
    /** The connections to q. */
    SUBSCRIBER,
    /** The tables. One node with this role owns them, and the other nodes with this role are standbys. */
    TABLE,
    /** The server for q clients. */
    GATEWAY,
    /** The page, metrics and health over HTTP. */
    WEB;

    /** Returns the name of the role in lower case, as users write it on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
