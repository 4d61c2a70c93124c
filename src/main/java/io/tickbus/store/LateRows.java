package io.tickbus.store;

import io.tickbus.table.Table;
import java.util.Set;

/**
 * Rows that clients, and partitions that do not rebuild, bring while a table is rebuilt. They go to the generation that is being
 * made. The generation that is read gets them too if the rebuild is given up. Owner's thread only.
 */
final class LateRows {
    private Table collected; // from attempts that were begun again
    private long nextOffset; // the offset of the first row that is not collected yet
    private boolean dayEnded;

    LateRows(Table table) {
        this.collected = table.emptyFrom(0);
    }

    /** Begins with none. */
    void start(Table table) {
        collected = table.emptyFrom(0);
        dayEnded = false;
    }

    /** Notes that the rows from an offset on are late, since those before it were copied. */
    void startAt(long offset) {
        nextOffset = offset;
    }

    /** Notes that a day has ended: the rows before leave, also those of the generation that is read. */
    void dayEnded() {
        start(collected);
        dayEnded = true;
    }

    /**
     * Collects what came since it was done last.
     *
     * @param rebuilders partitions whose rows are not late
     */
    void collect(Generation written, Set<PartitionProgress> rebuilders) {
        collected.appendFrom(written.table(), nextOffset, written.sources(rebuilders));
    }

    /** Has a generation take over what was collected. */
    void moveTo(Generation read) {
        if (dayEnded) {
            read.clear();
        }
        read.table().appendFrom(collected, 0, source -> false);
        start(collected);
    }
}
