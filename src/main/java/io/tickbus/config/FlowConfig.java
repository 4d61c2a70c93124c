package io.tickbus.config;

/**
 * The limits for rows between q and the tables. Immutable.
 *
 * @param batchRowsMax the largest number of rows in a batch. In a cluster, batches are smaller if smaller batches are
 *     faster.
 * @param inFlightRowsMax the largest number of rows in flight: sent to the owner and not yet acknowledged
 * @param inFlightBytesMax the largest size of the rows in flight, in bytes of memory
 * @param heldBytesMax the largest size of the messages from q that wait during a replay, in bytes
 * @param overflow the subscriber's reaction if the tables are slower than q
 * @param acknowledgeTimeoutMs the time, in ms, within which the owner must report its position. After this time,
 *     batches are sent again.
 */
public record FlowConfig(
        int batchRowsMax,
        int inFlightRowsMax,
        long inFlightBytesMax,
        int heldBytesMax,
        Overflow overflow,
        int acknowledgeTimeoutMs) {
    /** The subscriber's reaction when a limit of rows is reached. */
    public enum Overflow {
        /** The subscriber stops reading the socket, and q keeps the rows in its memory. */
        BLOCK,
        /**
         * The subscriber closes the connection. When the tables have room again, the subscriber reads the missed rows
         * from the log.
         */
        REPLAY
    }

    /** The default of {@code batchRowsMax}. */
    public static final int BATCH_ROWS = 65_536;

    /**
     * The largest number of rows in a message on the event bus. It limits how long one message occupies the owner's
     * thread.
     */
    public static final int BATCH_ROWS_MAX = 1 << 20;

    private static final int BYTES_MIN = 1 << 16;
    private static final int HELD_BYTES_MAX = 1 << 30;

    /** @param subscribers the number of subscribers. Their buffers share the heap. */
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
