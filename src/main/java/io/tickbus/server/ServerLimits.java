package io.tickbus.server;

/**
 * What a {@link QServer} takes at most.
 *
 * @param connectionsMax further connections are closed at once
 * @param requestBytesMax the longest message taken, as it comes and as it unpacks
 * @param replyBytesMax the longest answer, before it is packed; a longer one is the error {@code limit}
 * @param queuedBytesMax what may wait to be sent on one connection; a peer that reads slower is cut off. A message that nothing
 *     waits before may be longer
 * @param bufferedBytesMax what all connections together may hold of requests that have not come whole and of answers that have
 *     not left, and as much again of messages that were pushed, each counted once
 * @param idleMsMax how long a connection may be silent in both directions; 0 for ever. Who has subscribed may be
 * @param stallMsMax how long a request that has begun may stand still, and an answer that is not read; 0 for ever
 * @param handshakeTimeoutMs how long a peer may take to say who it is, TLS included
 */
public record ServerLimits(
        int connectionsMax,
        int requestBytesMax,
        int replyBytesMax,
        int queuedBytesMax,
        long bufferedBytesMax,
        long idleMsMax,
        long stallMsMax,
        long handshakeTimeoutMs) {
    /** How long a peer may take to say who it is, in milliseconds, if nothing else is said. */
    public static final long HANDSHAKE_TIMEOUT_MS = 10_000;
    /** How long a transfer may stand still, in milliseconds, if nothing else is said. */
    public static final long STALL_MS_MAX = 60_000;
    /** The part of the heap that all connections together may fill, if nothing else is said. */
    private static final int HEAP_PART = 3;

    /** Without bounds on answers and silence. */
    public ServerLimits(int connectionsMax, int messageBytesMax, int queuedBytesMax) {
        this(connectionsMax, messageBytesMax, Integer.MAX_VALUE, queuedBytesMax, 0, STALL_MS_MAX);
    }

    /** With what is left of bounds at its default. */
    public ServerLimits(
            int connectionsMax,
            int requestBytesMax,
            int replyBytesMax,
            int queuedBytesMax,
            long idleMsMax,
            long stallMsMax) {
        this(
                connectionsMax,
                requestBytesMax,
                replyBytesMax,
                queuedBytesMax,
                Runtime.getRuntime().maxMemory() / HEAP_PART,
                idleMsMax,
                stallMsMax,
                HANDSHAKE_TIMEOUT_MS);
    }
}
