package io.tickbus.bench;

/** A receiver that can tell whether it has what was sent. */
interface CheckedReceiver extends Receiver {
    /** Throws when what was taken is not what was sent. */
    void check(long rows, long checksum) throws Exception;
}
