package io.tickbus.subscriber;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the rows that are on the bus and not yet acknowledged, since the bus itself has no back-pressure. The q thread waits
 * here, so that the socket fills and q's own queue holds what the owner cannot take yet.
 */
final class Window {
    private final long rowsMax;
    private final ReentrantLock lock = new ReentrantLock(); // not synchronized: a virtual thread may wait here
    private final Condition changed = lock.newCondition();
    private long rows;
    private boolean open = true;

    Window(long rowsMax) {
        this.rowsMax = rowsMax;
    }

    /** Waits until rows have room. A batch larger than the window goes alone; a closed window lets everything through. */
    void enter(int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (open && rows > 0 && rows + count > rowsMax) {
                changed.await();
            }
            rows += count;
        } finally {
            lock.unlock();
        }
    }

    void leave(int count) {
        lock.lock();
        try {
            rows -= count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits from now on: the subscriber is stopping, and what it holds is little. */
    void close() {
        lock.lock();
        try {
            open = false;
            changed.signalAll();
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
