package io.tickbus.server;

/**
 * What a {@link QServer} takes at most.
 *
 * @param connectionsMax further connections are closed at once
 * @param messageBytesMax the longest message taken, as it comes and as it unpacks
 * @param queuedBytesMax what may wait to be sent on one connection; a peer that reads slower is cut off
 * @param handshakeTimeoutMs how long a peer may take to say who it is
 */
public record ServerLimits(int connectionsMax, int messageBytesMax, int queuedBytesMax, long handshakeTimeoutMs) {
    /** How long a peer may take to say who it is, in milliseconds, if nothing else is said. */
    public static final long HANDSHAKE_TIMEOUT_MS = 10_000;

    public ServerLimits(int connectionsMax, int messageBytesMax, int queuedBytesMax) {
        this(connectionsMax, messageBytesMax, queuedBytesMax, HANDSHAKE_TIMEOUT_MS);
    }
}
