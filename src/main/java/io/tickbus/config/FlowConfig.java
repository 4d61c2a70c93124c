package io.tickbus.config;

/**
 * What bounds the rows between q and the tables.
 *
 * @param batchRowsMax rows in one message to a table; in a cluster fewer where that is faster
 * @param inFlightRowsMax rows sent to the tables and not acknowledged yet
 * @param inFlightBytesMax what these may take in memory
 * @param heldBytesMax what q may have sent and is held while the log is replayed
 * @param overflow what to do when the tables are slower than q for long
 * @param acknowledgeTimeoutMs how long the owner may take to report its position before the batches are sent again, in ms
 */
public record FlowConfig(
        int batchRowsMax,
        int inFlightRowsMax,
        long inFlightBytesMax,
        int heldBytesMax,
        Overflow overflow,
        int acknowledgeTimeoutMs) {
    /** What to do when there is no room for what q sends. */
    public enum Overflow {
        /** Not to read the socket: q holds what waits, in its memory. */
        BLOCK,
        /** To let go of the connection, and to catch up from the log when there is room. */
        REPLAY
    }

    /** Rows in one message to a table, at most, if nothing else is said. */
    public static final int BATCH_ROWS = 65_536;

    /** Rows in one message on the bus at most: what bounds the owner's turn. */
    public static final int BATCH_ROWS_MAX = 1 << 20;

    private static final int BYTES_MIN = 1 << 16;
    private static final int HELD_BYTES_MAX = 1 << 30;

    /** @param subscribers whose buffers share the heap */
    static FlowConfig from(ConfigSection section, int subscribers) {
        int bytesDefault = Limits.bufferBytes(subscribers);
        var config = new FlowConfig(
                section.integer("batchRowsMax", BATCH_ROWS, 1, BATCH_ROWS_MAX),
                section.integer("inFlightRowsMax", 1_048_576, 1, 1_073_741_824),
                section.longInteger("inFlightBytesMax", bytesDefault, BYTES_MIN, 1L << 40),
                section.integer("heldBytesMax", bytesDefault, BYTES_MIN, HELD_BYTES_MAX),
                section.choice("overflow", Overflow.BLOCK),
                section.integer("acknowledgeTimeoutMs", 5000, 1, Limits.MINUTE_MS));
        section.require(
                config.inFlightRowsMax >= config.batchRowsMax,
                "inFlightRowsMax",
                config.inFlightRowsMax + " is less than batchRowsMax, " + config.batchRowsMax);
        return config;
    }
}
