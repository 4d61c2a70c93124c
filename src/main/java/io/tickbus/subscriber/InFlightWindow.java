package io.tickbus.subscriber;

/**
 * Limits the number and the memory of the rows that a subscriber has in flight. The limit is necessary because the
 * event bus has no back-pressure. While the window is full, the socket is not read. The rows then wait in q's own
 * queue. All partitions of a subscriber share one window. Thread-safe and non-blocking.
 */
final class InFlightWindow {
    private final long rowsMax;
    private final long bytesMax;
    private final Runnable changed;
    private long rows; // the lock of this object guards the fields below
    private long bytes;
    private boolean open = true;
    private boolean refused;
    private Runnable roomListener = () -> {};

    /**
     * @param rowsMax the maximum number of rows and control records in the window
     * @param bytesMax the maximum estimated memory of the rows and control records in the window, in bytes
     * @param changed runs on any thread when rows have left the window, and when {@link #wake} is called
     */
    InFlightWindow(long rowsMax, long bytesMax, Runnable changed) {
        this.rowsMax = rowsMax;
        this.bytesMax = bytesMax;
        this.changed = changed;
    }

    /**
     * Adds rows to the window if it has room. An empty window accepts a batch of any size. A closed window accepts
     * every batch.
     *
     * @return false if there is no room. The listener of {@link #onRoom} runs when another attempt can succeed.
     */
    synchronized boolean tryEnter(int rowCount, long byteCount) {
        boolean room = !open || rows == 0 || (rows + rowCount <= rowsMax && bytes + byteCount <= bytesMax);
        rows += room ? rowCount : 0;
        bytes += room ? byteCount : 0;
        refused |= !room;
        return room;
    }

    /** Adds a few rows or control records even if the window has no room for them. */
    synchronized void enter(int rowCount, long byteCount) {
        rows += rowCount;
        bytes += byteCount;
    }

    /**
     * Removes rows from the window.
     *
     * @return an action that calls the listeners; the caller must not hold a lock when it runs the action
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

    /** Accepts every batch from now on, because the subscriber is stopping and few rows remain. */
    void close() {
        synchronized (this) {
            open = false;
        }
        wake();
    }

    /** Runs the listeners even if no rows have left the window. This wakes the reader thread. */
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

    /** Sets the listener that runs, on any thread, when the window has room again or is closed. */
    synchronized void onRoom(Runnable listener) {
        roomListener = listener;
    }

    /** Returns whether the last batch was refused and no rows have left the window since. */
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

    /** Returns the number of rows and control records in the window. */
    synchronized long rows() {
        return rows;
    }

    /** Returns the estimated memory of the rows and control records in the window, in bytes. */
    synchronized long bytes() {
        return bytes;
    }
}
