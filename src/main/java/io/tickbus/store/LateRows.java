package io.tickbus.store;

import io.tickbus.table.Table;
import java.util.Set;

/**
 * Rows that arrive during a rebuild from clients and from partitions that do not rebuild. They are appended to the
 * generation that is being written. If the rebuild is abandoned, the generation that is read gets them too. Owner's
 * thread only.
 */
final class LateRows {
    private Table collected; // from earlier attempts of the rebuild
    private long nextOffset; // the first row not collected yet
    private boolean dayEnded;

    LateRows(Table table) {
        this.collected = table.emptyFrom(0);
    }

    /** Starts without late rows. */
    void start(Table table) {
        collected = table.emptyFrom(0);
        dayEnded = false;
    }

    /** Sets the offset from which on rows are late; earlier rows were copied. */
    void startAt(long offset) {
        nextOffset = offset;
    }

    /** Records the end of a day: earlier rows leave both generations. */
    void dayEnded() {
        start(collected);
        dayEnded = true;
    }

    /**
     * Collects the late rows since the last call.
     *
     * @param rebuilders partitions whose rows are not late
     */
    void collect(Generation written, Set<PartitionProgress> rebuilders) {
        collected.appendFrom(written.table(), nextOffset, written.sources(rebuilders));
    }

    /** Moves the collected rows to the generation that is read. */
    void moveTo(Generation read) {
        if (dayEnded) {
            read.clear();
        }
        read.table().appendFrom(collected, 0, source -> false);
        start(collected);
    }
}
