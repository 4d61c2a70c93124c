package io.tickbus.server;

/**
 * The limits of a {@link QServer}. Immutable.
 *
 * @param connectionsMax limit of connections. Further connections are closed at once.
 * @param requestBytesMax limit of a client's message in bytes, both compressed and uncompressed
 * @param replyBytesMax limit of an answer in bytes, uncompressed. A longer answer is replaced by the error {@code
 *     limit}.
 * @param queuedBytesMax limit of the bytes queued for one connection. Above the limit, the client is disconnected.
 *     A single message may exceed the limit if nothing else is queued.
 * @param bufferedBytesMax limit of the bytes that unfinished requests and unsent answers of all connections use
 *     together. A second limit of equal size applies to pushed messages. A pushed message to several clients counts
 *     once.
 * @param idleMsMax limit in ms of the time without traffic in either direction, or 0 for no limit. The limit does
 *     not apply to subscribers.
 * @param stallMsMax limit in ms of the time in which a request or an answer makes no progress, or 0 for no limit
 * @param handshakeTimeoutMs limit in ms of the whole handshake, including TLS
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
    /** The default of {@code bufferedBytesMax} is the heap size divided by this number. */
    private static final int HEAP_PART = 3;

    /**
     * Creates limits. The length of answers and the idle time have no limit. All other limits that are not parameters
     * have their defaults.
     */
    public ServerLimits(int connectionsMax, int messageBytesMax, int queuedBytesMax) {
        this(connectionsMax, messageBytesMax, Integer.MAX_VALUE, queuedBytesMax, 0, STALL_MS_MAX);
    }

    /** Creates limits. Limits that are not parameters have their defaults. */
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
