package io.tickbus.server;

/** A reason for which a client was refused, not answered, or cut off. {@link QServer#refusals} has the count of each. */
public enum Refusal {
    /** The limit of connections was reached. */
    CONNECTIONS,
    /** The handshake of TLS or of q did not finish in time. */
    HANDSHAKE_TIMEOUT,
    /** The handshake is longer than its limit. */
    HANDSHAKE_LENGTH,
    /** The client does not speak TLS, or no version that the server speaks. */
    TLS,
    /** The user is unknown or the password is wrong. */
    PASSWORD,
    /** Too many logins wait for the check of their password, in total or from one address. */
    LOGINS,
    /**
     * A message's header is wrong or announces too many bytes. The connection closes, because the next header cannot be
     * found.
     */
    HEADER,
    /** A message could not be decoded. The connection stays open. */
    MESSAGE,
    /** The client sent a response without a request. The connection stays open. */
    UNASKED_RESPONSE,
    /** An async message failed, which has no answer to report it. The connection stays open. */
    ASYNC_ERROR,
    /** A request failed because of a bug. The connection stays open. */
    INTERNAL,
    /** An answer was longer than its limit. The client received an error instead, and the connection stays open. */
    REPLY_LENGTH,
    /** All connections together reached the limit of memory. */
    MEMORY,
    /** The client does not read, so the bytes queued for it reached a limit. */
    SLOW_READER,
    /** The client stopped in the middle of sending a request or of reading an answer. */
    STALLED,
    /** The connection was silent in both directions for too long. */
    IDLE
}
