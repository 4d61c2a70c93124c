package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.table.Table;
import io.vertx.core.eventbus.ReplyException;
import org.jspecify.annotations.Nullable;

/**
 * Memory of one topic: its table, both generations during a rebuild, a cleared day that is kept for slow readers, and rows that
 * wait for the journal.
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

    /** Bytes of the table, of both generations while it is rebuilt. */
    long tableBytes() {
        Table read = generations.readTable();
        Table written = generations.writtenTable();
        return read == written ? read.bytes() : written.bytesWith(read);
    }

    /** Rows that left early, since there was no room. */
    long evictedRows() {
        return evictedRows;
    }

    /** Counts anew what the topic takes. */
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
     * Makes room for rows that fit the table's columns; gives why they cannot be taken, null when they can.
     *
     * @param from null for rows of clients
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

    /** Makes room for rows that fit the table's columns; false when they have to wait for it. */
    boolean hasRoom(Flip rows, PartitionProgress from) {
        boolean room = hasRoomFor(rows, from);
        if (!room) {
            budget.measure(MemoryAlarm.Measure.WAIT, table, events, shortage(rows, from));
        }
        return room;
    }

    /** New keys leave some room, so that the known ones can be written again: rows that are superseded leave later. */
    private boolean hasRoomFor(Flip rows, @Nullable PartitionProgress from) {
        boolean keyed = generations.writtenTable().schema().keys() > 0;
        long spare = keyed ? generations.writtenTable().spareBytes() : 0;
        boolean room = budget.makeRoom(this, () -> generations.growth(rows, from) + spare);
        return room || (keyed && generations.writtenTable().hasKeysOf(rows) && hasRoomForUpdates(rows, from));
    }

    private boolean hasRoomForUpdates(Flip rows, @Nullable PartitionProgress from) {
        if (generations.isCopying()) {
            return false; // no row may be moved
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

    /** Whether rows may leave early: those of a table without a key. */
    boolean isEvictable() {
        Table written = generations.writtenTable();
        return written.schema().keys() == 0 && written.count() > 0 && !generations.isCopying();
    }

    /** Whether there are rows of a generation that is about to go, since the table is rebuilt; with a key or without. */
    boolean hasOldGeneration() {
        Table read = generations.readTable();
        return read != generations.writtenTable() && read.count() > 0 && !generations.isCopying();
    }

    /** Whether rows stay when the oldest segment leaves. */
    boolean hasSegments() {
        return generations.writtenTable().segments() > 1;
    }

    /** Drops the oldest segment, as retention does; while the table is rebuilt, of the old generation. */
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

    /** Lets go of a day that was cleared and is kept for slow readers. */
    void dropCleared() {
        fetches.dropCleared();
        recount();
    }
}
