package io.tickbus.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A way to receive the sender's rows. */
interface Receiver {
    /** Connects and subscribes on every connection of a shape. */
    void connect(Shape shape, int port) throws Exception;

    /** Returns the number of received rows on all connections. The drain computes it from the bytes. */
    long rows();

    /** Waits until a number of rows has arrived. */
    default void awaitRows(long expected) throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (rows() < expected) {
            if (System.nanoTime() > giveUp) {
                throw new IOException(rows() + " of " + expected + " rows after a minute");
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /** Closes all connections. */
    void close() throws Exception;
}
