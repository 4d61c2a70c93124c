package io.tickbus.config;

/** Bounds that several sections share. */
final class Limits {
    static final int PORT_MAX = 65_535;

    private static final int MESSAGE_BYTES_DEFAULT = 256 * 1024 * 1024;
    private static final int MESSAGE_BYTES_MIN = 1024;
    /** What the JDK can still allocate as one array; q itself goes past it only with capability 5. */
    static final int MESSAGE_BYTES_MAX = Integer.MAX_VALUE - 8;

    static final int MINUTE_MS = 60_000;
    static final int HOUR_MS = 60 * MINUTE_MS;

    private static final int BUFFER_BYTES_DEFAULT = 256 * 1024 * 1024;
    private static final int BUFFER_BYTES_LEAST = 1024 * 1024;
    /** The share of the heap that the buffers of one kind may take by default: a sixteenth. */
    private static final int BUFFER_SHARE = 16;

    private Limits() {}

    /**
     * What a buffer may hold if nothing else is said: 256 MB, or less where the heap is small.
     *
     * @param buffers of the kind that may fill at the same time
     */
    static int bufferBytes(int buffers) {
        long share = Runtime.getRuntime().maxMemory() / BUFFER_SHARE / Math.max(1, buffers);
        return (int) Math.max(BUFFER_BYTES_LEAST, Math.min(BUFFER_BYTES_DEFAULT, share));
    }

    /** The key {@code messageBytesMax}, which means the same wherever q messages are read. */
    static int messageBytesMax(ConfigSection section) {
        return section.integer("messageBytesMax", MESSAGE_BYTES_DEFAULT, MESSAGE_BYTES_MIN, MESSAGE_BYTES_MAX);
    }
}
