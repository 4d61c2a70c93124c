package io.tickbus.subscriber;

/**
 * Bounds the rows that are on the bus and not yet acknowledged, and what they take in memory, since the bus itself has no
 * back-pressure. While it is full the socket is not read, so that q's own queue holds what the owner cannot take yet. For any
 * thread; nobody waits in here.
 */
final class InFlightWindow {
    private final long rowsMax;
    private final long bytesMax;
    private final Runnable changed;
    private long rows; // this object's lock is that of all that follows
    private long bytes;
    private boolean open = true;
    private boolean refused;
    private Runnable roomListener = () -> {};

    /**
     * @param changed called, on any thread, whenever it may no longer be full, or may have become empty
     */
    InFlightWindow(long rowsMax, long bytesMax, Runnable changed) {
        this.rowsMax = rowsMax;
        this.bytesMax = bytesMax;
        this.changed = changed;
    }

    /**
     * Lets rows in if they have room. A batch larger than the window goes alone; a closed window lets everything through.
     *
     * @return false when they have none; whoever listens is told when it is worth another try
     */
    synchronized boolean tryEnter(int rowCount, long byteCount) {
        boolean room = !open || rows == 0 || (rows + rowCount <= rowsMax && bytes + byteCount <= bytesMax);
        rows += room ? rowCount : 0;
        bytes += room ? byteCount : 0;
        refused |= !room;
        return room;
    }

    /** Lets something small in, whether there is room or not. */
    synchronized void enter(int rowCount, long byteCount) {
        rows += rowCount;
        bytes += byteCount;
    }

    /**
     * Gives room back.
     *
     * @return the calls of the listeners; the caller runs it when it holds no lock
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

    /** Nobody waits from now on: the subscriber is stopping, and what it holds is little. */
    void close() {
        synchronized (this) {
            open = false;
        }
        poke();
    }

    /** Has whoever listens look up, though there may be no room: something else has changed. */
    void poke() {
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

    /** Has someone told, on another thread, when rows that were refused may have room, and when the window closes. */
    synchronized void onRoom(Runnable listener) {
        roomListener = listener;
    }

    /** Whether the last rows had no room, and nothing has changed since. */
    synchronized boolean isFull() {
        return refused;
    }

    /** Whether more than half of the room is taken. */
    synchronized boolean isFilling() {
        return rows > rowsMax / 2 || bytes > bytesMax / 2;
    }

    synchronized boolean isEmpty() {
        return rows == 0;
    }

    long bytesMax() {
        return bytesMax;
    }

    /** Rows, and marks, on the bus. */
    synchronized long rows() {
        return rows;
    }

    /** What they take in memory, about. */
    synchronized long bytes() {
        return bytes;
    }
}
