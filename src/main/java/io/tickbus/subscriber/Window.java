package io.tickbus.subscriber;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the rows that are on the bus and not yet acknowledged, since the bus itself has no back-pressure. While it is full the
 * socket is not read, so that q's own queue holds what the owner cannot take yet. For any thread.
 */
final class Window {
    private final long rowsMax;
    private final ReentrantLock lock = new ReentrantLock(); // not synchronized: a virtual thread may wait here
    private final Condition changed = lock.newCondition();
    private long rows;
    private boolean open = true;
    private boolean refused;
    private Runnable roomListener = () -> {};

    Window(long rowsMax) {
        this.rowsMax = rowsMax;
    }

    /**
     * Lets rows in if they have room. A batch larger than the window goes alone; a closed window lets everything through.
     *
     * @return false when they have none; whoever listens is told when it is worth another try
     */
    boolean tryEnter(int count) {
        lock.lock();
        try {
            boolean room = !open || rows == 0 || rows + count <= rowsMax;
            rows += room ? count : 0;
            refused |= !room;
            return room;
        } finally {
            lock.unlock();
        }
    }

    void leave(int count) {
        change(() -> rows -= count);
    }

    /** Nobody waits from now on: the subscriber is stopping, and what it holds is little. */
    void close() {
        change(() -> {
            open = false;
            refused = true; // so that whoever listens looks up, and learns of the stop
        });
    }

    private void change(Runnable change) {
        Runnable listener = () -> {};
        lock.lock();
        try {
            change.run();
            changed.signalAll();
            if (refused) {
                refused = false;
                listener = roomListener;
            }
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** Has someone told, on another thread, when rows that were refused may have room, and when the window closes. */
    void onRoom(Runnable listener) {
        lock.lock();
        try {
            roomListener = listener;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the last rows had no room, and nothing has changed since. */
    boolean isFull() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Whether more than half of the room is taken. */
    boolean isFilling() {
        lock.lock();
        try {
            return rows > rowsMax / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is not full. */
    void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (refused) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every row is acknowledged; false when that took too long. */
    boolean awaitEmpty(long timeoutMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
            while (rows > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return rows == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Rows on the bus. */
    long rows() {
        lock.lock();
        try {
            return rows;
        } finally {
            lock.unlock();
        }
    }
}
