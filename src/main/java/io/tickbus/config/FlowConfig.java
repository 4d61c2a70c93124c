package io.tickbus.config;

/**
 * The limits for rows between q and the tables. Immutable.
 *
 * @param batchRowsMax the most rows in one batch; in a cluster batches are smaller if that is faster
 * @param inFlightRowsMax the most rows that are sent to the tables and not acknowledged
 * @param inFlightBytesMax the most memory of rows in flight, in bytes
 * @param heldBytesMax the most bytes of q's messages that are held while the log is replayed
 * @param overflow what happens if the tables are slower than q
 * @param acknowledgeTimeoutMs how long the owner may take to report its position before the batches are sent again, in ms
 */
public record FlowConfig(
        int batchRowsMax,
        int inFlightRowsMax,
        long inFlightBytesMax,
        int heldBytesMax,
        Overflow overflow,
        int acknowledgeTimeoutMs) {
    /** The reaction when there is no room for q's rows. */
    public enum Overflow {
        /** The subscriber stops reading the socket, and q keeps the rows in its memory. */
        BLOCK,
        /** The subscriber closes the connection, and catches up from the log when there is room. */
        REPLAY
    }

    /** The default of {@code batchRowsMax}. */
    public static final int BATCH_ROWS = 65_536;

    /**
     * The most rows in one message on the event bus. The limit bounds the time that the owner's thread needs for one message.
     */
    public static final int BATCH_ROWS_MAX = 1 << 20;

    private static final int BYTES_MIN = 1 << 16;
    private static final int HELD_BYTES_MAX = 1 << 30;

    /** @param subscribers the number of subscribers, whose buffers share the heap */
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
