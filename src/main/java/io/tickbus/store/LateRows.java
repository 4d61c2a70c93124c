package io.tickbus.store;

import io.tickbus.table.Table;
import java.util.Set;

/**
 * Rows that arrive during a rebuild and do not come from a rebuilding partition. {@link Generations} appends them to
 * the generation that is written. If the rebuild is abandoned, the late rows are also appended to the generation that
 * is read. Only the owner's thread uses this class.
 */
final class LateRows {
    private Table collected; // Late rows of earlier attempts of the rebuild
    private long nextOffset; // Offset of the first row that was not collected yet
    private boolean dayEnded;

    LateRows(Table table) {
        this.collected = table.emptyFrom(0);
    }

    /** Discards all collected rows, because a rebuild starts. */
    void start(Table table) {
        collected = table.emptyFrom(0);
        dayEnded = false;
    }

    /** Sets the offset of the first late row. Rows before this offset were copied. */
    void startAt(long offset) {
        nextOffset = offset;
    }

    /** Records that a day has ended. The rows of this day are removed from both generations. */
    void dayEnded() {
        start(collected);
        dayEnded = true;
    }

    /**
     * Collects the late rows that were appended since the last call.
     *
     * @param rebuilders the rebuilding partitions; their rows are not late
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
