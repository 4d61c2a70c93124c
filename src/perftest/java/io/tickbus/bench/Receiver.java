package io.tickbus.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One way to take what the sender sends. */
interface Receiver {
    /** Connects and subscribes on every connection of a shape. */
    void connect(Shape shape, int port) throws Exception;

    /** Rows taken so far, on all connections; of the drain, those that the bytes make. */
    long rows();

    /** Waits until that many rows have been taken. */
    default void awaitRows(long expected) throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (rows() < expected) {
            if (System.nanoTime() > giveUp) {
                throw new IOException(rows() + " of " + expected + " rows after a minute");
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /** Ends every connection. */
    void close() throws Exception;
}
