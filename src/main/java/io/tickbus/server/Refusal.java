package io.tickbus.server;

/** Why a client was not let in, was not answered, or was cut off. Each is counted, see {@link QServer#refusals}. */
public enum Refusal {
    /** There are as many connections as are allowed. */
    CONNECTIONS,
    /** No handshake, of TLS or of q, in the time that it may take. */
    HANDSHAKE_TIMEOUT,
    /** A handshake that does not end. */
    HANDSHAKE_LENGTH,
    /** What came is no TLS, or none that both ends speak. */
    TLS,
    /** An unknown user or a wrong password. */
    PASSWORD,
    /** More are waiting for their password to be looked at than may, in all or from one address. */
    LOGINS,
    /** A message's header is bad or announces too much: nobody knows where the next one begins. */
    HEADER,
    /** A message that cannot be decoded; the connection lives on. */
    MESSAGE,
    /** A response to no request; the connection lives on. */
    UNASKED_RESPONSE,
    /** An asynchronous message that failed, which nobody is told; the connection lives on. */
    ASYNC_ERROR,
    /** A request that broke the program: a bug; the connection lives on. */
    INTERNAL,
    /** An answer longer than is allowed; the connection lives on. */
    REPLY_LENGTH,
    /** All connections together hold as many bytes as they may. */
    MEMORY,
    /** More waits to be sent than may: the client does not read. */
    SLOW_READER,
    /** Half a request came, or half an answer was read, and nothing since. */
    STALLED,
    /** Silent in both directions for too long. */
    IDLE
}
