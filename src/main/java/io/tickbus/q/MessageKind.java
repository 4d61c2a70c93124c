package io.tickbus.q;

/** What the second byte of a message says; the ordinal is that byte. */
public enum MessageKind {
    ASYNC,
    /** A request whose sender waits for a response. */
    SYNC,
    RESPONSE
}
