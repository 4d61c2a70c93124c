package io.tickbus.server;

/**
 * A reason for which a server refuses a client, refuses a request or disconnects a client. {@link QServer#refusals}
 * returns the count of each reason.
 */
public enum Refusal {
    /** The limit of connections was reached. */
    CONNECTIONS,
    /** The handshake of TLS or of q took longer than its time limit. */
    HANDSHAKE_TIMEOUT,
    /** The handshake is longer than {@link Handshake#BYTES_MAX}. */
    HANDSHAKE_LENGTH,
    /** The client does not use TLS, or uses a TLS version that the server does not support. */
    TLS,
    /** The user is unknown or the password is wrong. */
    PASSWORD,
    /** Too many logins wait for the check of their password, in total or from one address. */
    LOGINS,
    /** The user does not have the right for the request. The connection stays open. */
    RIGHTS,
    /**
     * A message's header is wrong or announces too many bytes. The connection closes, because the next message cannot
     * be found.
     */
    HEADER,
    /** A message could not be decoded. The connection stays open. */
    MESSAGE,
    /** The client sent a response without a request. The connection stays open. */
    UNASKED_RESPONSE,
    /** An async message failed. No answer can report the failure to the client. The connection stays open. */
    ASYNC_ERROR,
    /** A request failed because of a bug. The connection stays open. */
    INTERNAL,
    /** An answer was longer than its limit. The client received an error instead, and the connection stays open. */
    REPLY_LENGTH,
    /** The memory of all connections together reached its limit. */
    MEMORY,
    /** The client reads too slowly, and the bytes queued for the client reached a limit. */
    SLOW_READER,
    /** The client stopped in the middle of sending a request or of reading an answer. */
    STALLED,
    /** The connection had no traffic in either direction for too long. */
    IDLE
}
