package io.tickbus.bench;

/** A receiver that can check its rows. */
interface CheckedReceiver extends Receiver {
    /**
     * Checks that the received rows are the sent rows.
     *
     * @throws Exception if they differ
     */
    void check(long rows, long checksum) throws Exception;
}
