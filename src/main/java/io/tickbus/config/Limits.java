package io.tickbus.config;

/** Limits that several sections share. */
final class Limits {
    static final int PORT_MAX = 65_535;

    private static final int MESSAGE_BYTES_DEFAULT = 256 * 1024 * 1024;
    private static final int MESSAGE_BYTES_MIN = 1024;
    /** The highest limit for a message, in bytes. A message must fit into one Java array. */
    static final int MESSAGE_BYTES_MAX = Integer.MAX_VALUE - 8;

    static final int MINUTE_MS = 60_000;
    static final int HOUR_MS = 60 * MINUTE_MS;

    private static final int BUFFER_BYTES_DEFAULT = 256 * 1024 * 1024;
    private static final int BUFFER_BYTES_LEAST = 1024 * 1024;
    /** The heap size divided by this number is the default limit for all buffers of one kind together. */
    private static final int BUFFER_SHARE = 16;

    private Limits() {}

    /**
     * Returns the default size of a buffer in bytes. The size is 256 MB, or less if the heap is small.
     *
     * @param buffers the number of buffers that can be full at once
     */
    static int bufferBytes(int buffers) {
        long share = Runtime.getRuntime().maxMemory() / BUFFER_SHARE / Math.max(1, buffers);
        return (int) Math.max(BUFFER_BYTES_LEAST, Math.min(BUFFER_BYTES_DEFAULT, share));
    }

    /** Reads the key {@code messageBytesMax}, the longest q message to accept, in bytes. */
    static int messageBytesMax(ConfigSection section) {
        return section.integer("messageBytesMax", MESSAGE_BYTES_DEFAULT, MESSAGE_BYTES_MIN, MESSAGE_BYTES_MAX);
    }
}
