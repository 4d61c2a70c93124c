package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.table.Table;
import io.vertx.core.eventbus.ReplyException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the memory of one topic, which {@link MemoryBudget} limits. The count includes the table and the rows that
 * wait for the journal. The count also includes a cleared day that is kept for slow consumers. During a rebuild, the
 * count includes both generations. Only the owner's thread uses this class.
 */
final class TopicMemory {
    private final String table;
    private final MemoryBudget budget;
    private final Generations generations;
    private final Fetches fetches;
    private final AppendSink appendSink;
    private final Archive archive;
    private final TableEvents events;
    private long counted;
    private long evictedRows;

    TopicMemory(
            String table,
            MemoryBudget budget,
            Generations generations,
            Fetches fetches,
            AppendSink appendSink,
            Archive archive,
            TableEvents events) {
        this.table = table;
        this.budget = budget;
        this.generations = generations;
        this.fetches = fetches;
        this.appendSink = appendSink;
        this.archive = archive;
        this.events = events;
        this.counted = tableBytes();
        budget.add(this);
    }

    /** Returns the bytes of the table. During a rebuild, returns the bytes of both generations. */
    long tableBytes() {
        Table read = generations.readTable();
        Table written = generations.writtenTable();
        return read == written ? read.bytes() : written.bytesWith(read);
    }

    /** Returns the number of rows that were dropped because memory was full. */
    long evictedRows() {
        return evictedRows;
    }

    /** Recounts the topic's memory, and reports the change to the budget. */
    void recount() {
        long kept = archive.isWaiting(fetches.clearedRows()) ? 0 : fetches.clearedBytes();
        long now = tableBytes() + kept + appendSink.waitingBytes();
        long change = now - counted;
        counted = now;
        if (change != 0) {
            budget.change(change);
        }
    }

    /**
     * Frees memory for rows that fit the table's columns.
     *
     * @param from the partition of the rows; null for rows of clients
     * @return why the rows are refused; null if there is enough memory
     */
    @Nullable
    ReplyException refusal(Flip rows, @Nullable PartitionProgress from) {
        if (hasRoomFor(rows, from)) {
            return null;
        }
        String reason = shortage(rows, from);
        budget.measure(MemoryAlarm.Measure.REFUSE, table, events, reason);
        return Failure.LIMIT.because(reason);
    }

    /** Frees memory for rows that fit the table's columns. Returns false if the rows must wait for memory. */
    boolean hasRoom(Flip rows, PartitionProgress from) {
        boolean room = hasRoomFor(rows, from);
        if (!room) {
            budget.measure(MemoryAlarm.Measure.WAIT, table, events, shortage(rows, from));
        }
        return room;
    }

    /**
     * Frees memory for rows. Rows with new keys must leave some memory free for updates of known keys. An update needs
     * memory before the former row is freed.
     */
    private boolean hasRoomFor(Flip rows, @Nullable PartitionProgress from) {
        boolean keyed = generations.writtenTable().schema().keys() > 0;
        long spare = keyed ? generations.writtenTable().spareBytes() : 0;
        boolean room = budget.makeRoom(this, () -> generations.growth(rows, from) + spare);
        return room || (keyed && generations.writtenTable().hasKeysOf(rows) && hasRoomForUpdates(rows, from));
    }

    private boolean hasRoomForUpdates(Flip rows, @Nullable PartitionProgress from) {
        if (generations.isCopying()) {
            return false; // Compaction must not move rows during a copy.
        }
        Table keyed = generations.writtenTable();
        for (int segments = keyed.segments(); segments > 0 && !fitsUpdates(rows, from); segments--) {
            if (!keyed.isCompactable()) {
                return false;
            }
            keyed.compactOldest();
            recount();
        }
        return fitsUpdates(rows, from);
    }

    private boolean fitsUpdates(Flip rows, @Nullable PartitionProgress from) {
        return budget.fits(generations.growthOfUpdates(rows, from));
    }

    private String shortage(Flip rows, @Nullable PartitionProgress from) {
        Table written = generations.writtenTable();
        boolean keyed = written.schema().keys() > 0;
        return rows.size() + " rows for table " + table + (keyed ? ", which has a key and cannot drop any," : "")
                + " need " + MemoryAlarm.text(generations.growth(rows, from)) + " more"
                + (keyed ? ", and a segment to spare" : "")
                + ", and " + budget.shortage();
    }

    /** Returns whether rows can be dropped when memory is full. A keyed table never drops rows. */
    boolean isEvictable() {
        Table written = generations.writtenTable();
        return written.schema().keys() == 0 && written.count() > 0 && !generations.isCopying();
    }

    /**
     * Returns whether a rebuild runs and its old generation has rows. Rows of an old generation can be dropped even if
     * the table is keyed.
     */
    boolean hasOldGeneration() {
        Table read = generations.readTable();
        return read != generations.writtenTable() && read.count() > 0 && !generations.isCopying();
    }

    /** Returns whether the table has more than one segment. */
    boolean hasSegments() {
        return generations.writtenTable().segments() > 1;
    }

    /**
     * Drops the oldest segment. During a rebuild, drops the segment from the old generation. If the old generation is
     * keyed, drops all of its rows.
     */
    void evict() {
        boolean old = hasOldGeneration();
        Table written = generations.writtenTable();
        Table first = old ? generations.readTable() : written;
        if (old && written.sharesOldestWith(first)) {
            written.dropOldest();
        }
        evictedRows += first.schema().keys() == 0 ? first.dropOldest() : first.dropAll();
        recount();
        budget.measure(
                MemoryAlarm.Measure.EVICT,
                table,
                events,
                (old ? "rows of the generation that is being rebuilt" : "the oldest rows")
                        + " leave before their time, as " + budget.shortage());
    }

    /** Drops a cleared day that is kept for slow consumers. */
    void dropCleared() {
        fetches.dropCleared();
        recount();
    }
}
