package io.tickbus.server;

/**
 * The limits of a {@link QServer}. Immutable.
 *
 * @param connectionsMax limit of connections; further connections are closed at once
 * @param requestBytesMax limit of a message from a client in bytes, compressed and uncompressed
 * @param replyBytesMax limit of an answer in bytes, uncompressed; a longer answer becomes the error {@code limit}
 * @param queuedBytesMax limit of the bytes queued for one connection; a client that reads too slowly is cut off. A single message
 *     may be longer if nothing else is queued
 * @param bufferedBytesMax limit of the bytes that unfinished requests and unsent answers of all connections use together. Pushed
 *     messages may use as many bytes again; a message to several clients counts once
 * @param idleMsMax limit in ms of silence in both directions; 0 for no limit. Subscribers have no such limit
 * @param stallMsMax limit in ms without progress while a request is received or an answer is sent; 0 for no limit
 * @param handshakeTimeoutMs limit in ms of the whole handshake, TLS included
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
    /** Default of {@code handshakeTimeoutMs}. */
    public static final long HANDSHAKE_TIMEOUT_MS = 10_000;
    /** Default of {@code stallMsMax}. */
    public static final long STALL_MS_MAX = 60_000;
    /** Divisor of the heap size for the default of {@code bufferedBytesMax}. */
    private static final int HEAP_PART = 3;

    /** Creates limits without a limit of answers or of silence; all others have their defaults. */
    public ServerLimits(int connectionsMax, int messageBytesMax, int queuedBytesMax) {
        this(connectionsMax, messageBytesMax, Integer.MAX_VALUE, queuedBytesMax, 0, STALL_MS_MAX);
    }

    /** Creates limits with the defaults of all limits that are not given. */
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
