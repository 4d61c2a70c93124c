package io.tickbus.store;

import java.util.Set;

/**
 * The state of a {@link Journal}. The first part is the progress of reading the file into the table. The second part is
 * the progress of a stop. The parts are independent, because a journal can stop at any time. An invalid transition
 * throws {@link IllegalStateException}. Only the owner's thread uses this class.
 */
final class JournalState {
    /** The progress of reading the file into the table. */
    private enum Reading {
        /** No attempt to open the file has finished. */
        UNOPENED,
        /** The last attempt to open the file has failed. Another attempt follows. */
        UNAVAILABLE,
        /** The file is open, and its rows are being read into the table. */
        RESTORING,
        /** All rows of the file are in the table. */
        READY,
        /** Reading the file has failed. No further attempt follows. */
        UNREADABLE;

        private Set<Reading> successors() {
            return switch (this) {
                case UNOPENED, UNAVAILABLE -> Set.of(UNAVAILABLE, RESTORING);
                case RESTORING -> Set.of(READY, UNREADABLE);
                case READY, UNREADABLE -> Set.of();
            };
        }
    }

    /** The stages of a stop. Each stage includes the stages before it. */
    private enum Stopping {
        RUNNING,
        /** New rows are refused. A running write is still acknowledged. */
        CLOSING,
        /** Another node can become the owner. The rows of a running write are refused when the write finishes. */
        ABANDONED,
        /** The stop no longer waits for the disk. */
        OVERDUE,
        /** The file is closed and unlocked. */
        RELEASED
    }

    private Reading reading = Reading.UNOPENED;
    private Stopping stopping = Stopping.RUNNING;

    private void enter(Reading next) {
        if (!reading.successors().contains(next)) {
            throw new IllegalStateException("a journal cannot become " + next + " when it is " + reading);
        }
        reading = next;
    }

    /** Enters a stage of the stop. Does nothing if the journal has already reached this stage. */
    private void stop(Stopping next) {
        if (stopping.compareTo(next) < 0) {
            stopping = next;
        }
    }

    void unavailable() {
        enter(Reading.UNAVAILABLE);
    }

    void restoring() {
        enter(Reading.RESTORING);
    }

    void ready() {
        enter(Reading.READY);
    }

    void unreadable() {
        enter(Reading.UNREADABLE);
    }

    void close() {
        stop(Stopping.CLOSING);
    }

    void abandon() {
        stop(Stopping.ABANDONED);
    }

    /** Stops waiting for the disk, and abandons the journal as {@link #abandon} does. */
    void overdue() {
        requireStopping(Stopping.OVERDUE);
        stop(Stopping.OVERDUE);
    }

    void released() {
        requireStopping(Stopping.RELEASED);
        stop(Stopping.RELEASED);
    }

    private void requireStopping(Stopping next) {
        if (stopping == Stopping.RUNNING || stopping == Stopping.RELEASED) {
            throw new IllegalStateException("a journal cannot become " + next + " when it is " + stopping);
        }
    }

    /** Returns whether the file is open and reading it has not failed. */
    boolean isOpen() {
        return reading == Reading.RESTORING || reading == Reading.READY;
    }

    /** Returns whether the file may have rows that are not in the table yet. */
    boolean isRestoring() {
        return reading == Reading.UNOPENED || reading == Reading.RESTORING;
    }

    boolean isClosing() {
        return stopping != Stopping.RUNNING;
    }

    /** Returns whether finished writes are refused. Another node can be the owner already. */
    boolean isAbandoned() {
        return stopping.compareTo(Stopping.ABANDONED) >= 0;
    }

    boolean isOverdue() {
        return stopping == Stopping.OVERDUE;
    }

    boolean isReleased() {
        return stopping == Stopping.RELEASED;
    }
}
