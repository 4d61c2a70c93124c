package io.tickbus.subscriber;

/**
 * Bounds the rows of a subscriber that are on the bus and not acknowledged, and their memory, because the bus has no
 * back-pressure. While the window is full the socket is not read, so the rows wait in q's own queue. Thread-safe and
 * non-blocking.
 */
final class InFlightWindow {
    private final long rowsMax;
    private final long bytesMax;
    private final Runnable changed;
    private long rows; // this object's lock guards all fields below
    private long bytes;
    private boolean open = true;
    private boolean refused;
    private Runnable roomListener = () -> {};

    /**
     * @param rowsMax limit of rows and control records
     * @param bytesMax limit of their estimated memory, in bytes
     * @param changed runs on any thread after each change that may have made room or emptied the window
     */
    InFlightWindow(long rowsMax, long bytesMax, Runnable changed) {
        this.rowsMax = rowsMax;
        this.bytesMax = bytesMax;
        this.changed = changed;
    }

    /**
     * Enters rows if there is room. A batch larger than the window enters an empty window. A closed window admits everything.
     *
     * @return false if there is no room; the room listener runs when another attempt is worthwhile
     */
    synchronized boolean tryEnter(int rowCount, long byteCount) {
        boolean room = !open || rows == 0 || (rows + rowCount <= rowsMax && bytes + byteCount <= bytesMax);
        rows += room ? rowCount : 0;
        bytes += room ? byteCount : 0;
        refused |= !room;
        return room;
    }

    /** Enters something small, even if there is no room. */
    synchronized void enter(int rowCount, long byteCount) {
        rows += rowCount;
        bytes += byteCount;
    }

    /**
     * Gives room back.
     *
     * @return a call of the listeners, which the caller runs when it holds no lock
     */
    synchronized Runnable leave(int rowCount, long byteCount) {
        rows -= rowCount;
        bytes -= byteCount;
        Runnable listener = listenerIfRefused();
        return () -> {
            listener.run();
            changed.run();
        };
    }

    /** Opens the window for everything, because the subscriber is stopping and the rest is little. */
    void close() {
        synchronized (this) {
            open = false;
        }
        wake();
    }

    /** Runs the listeners even if there is no new room, because the reader thread must inspect its state. */
    void wake() {
        Runnable listener;
        synchronized (this) {
            refused = true;
            listener = listenerIfRefused();
        }
        listener.run();
        changed.run();
    }

    private Runnable listenerIfRefused() {
        boolean tell = refused;
        refused = false;
        return tell ? roomListener : () -> {};
    }

    /** Sets the listener that runs, on any thread, when refused rows may have room or the window is closed. */
    synchronized void onRoom(Runnable listener) {
        roomListener = listener;
    }

    /** Returns whether the last rows were refused and no room was given back since. */
    synchronized boolean isFull() {
        return refused;
    }

    /** Returns whether more than half of the room is in use. */
    synchronized boolean isFilling() {
        return rows > rowsMax / 2 || bytes > bytesMax / 2;
    }

    synchronized boolean isEmpty() {
        return rows == 0;
    }

    long bytesMax() {
        return bytesMax;
    }

    /** Returns the rows and control records in the window. */
    synchronized long rows() {
        return rows;
    }

    /** Returns their estimated memory, in bytes. */
    synchronized long bytes() {
        return bytes;
    }
}
