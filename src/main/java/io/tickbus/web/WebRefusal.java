package io.tickbus.web;

import io.tickbus.access.RefusalCounts;
import org.slf4j.LoggerFactory;

/** A reason for which the web server refuses a request. */
enum WebRefusal {
    /** The user is unknown, or the password or token is wrong. */
    LOGIN,
    /** Too many logins wait for their check or failed recently. */
    LOGINS,
    /** The user does not have the right for the request. */
    RIGHTS,
    /** The request comes from a page of another site, or names a host that is not this node. */
    ORIGIN,
    /** Too many connections are open. */
    CONNECTIONS,
    /** The client does not finish a request in time. */
    TIMEOUT,
    /** The body of a request is too long. */
    BODY,
    /** The client sends too many messages over a WebSocket. */
    MESSAGES,
    /** The client does not read its answers. */
    SLOW_READER;

    /** Creates counts of the refusals of a web server. */
    static RefusalCounts<WebRefusal> newCounts(boolean hasUsers) {
        return new RefusalCounts<>(WebRefusal.class, LoggerFactory.getLogger(WebVerticle.class), hasUsers);
    }
}
