package io.tickbus.bench;

/** One way to take what the sender sends. */
interface Receiver {
    /** Connects and subscribes on every connection of a shape. */
    void connect(Shape shape, int port) throws Exception;

    /** Rows taken so far, on all connections; of the drain, those that the bytes make. */
    long rows();

    /** Throws when what was taken is not what was sent. */
    void check(long rows, long checksum) throws Exception;

    /** Ends every connection. */
    void close() throws Exception;
}
