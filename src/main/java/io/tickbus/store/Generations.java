package io.tickbus.store;

import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The generation of a {@link Topic} that is read and the generation that is written. Both are the same except during a
 * rebuild. During a rebuild, rows are appended to a new generation. The old generation is read until the new generation
 * is complete.
 *
 * <p>A new generation begins with a copy of the rows that the rebuilding partition does not send again. A worker thread
 * copies these rows. No row can be appended during the copy. Only the owner's thread uses this class.
 */
final class Generations {
    private final Fetches fetches;
    private final GenerationEvents events;
    private final StoreHost host;
    private final Map<PartitionProgress, Rebuild> rebuilds = new LinkedHashMap<>();
    private final Set<PartitionProgress> rebuilders = new LinkedHashSet<>(); // Includes partitions that have finished
    private final LateRows lateRows;
    private final RebuildWatch watch;
    private final int rebuildIdleMsMax;
    private Runnable stalled = () -> {};
    private final DiscardCounts discards = new DiscardCounts();
    private Generation read;
    private Generation written;
    private int lastSource = Table.NO_SOURCE;
    private boolean copying;
    private int copies; // Number of started or abandoned copies. Only the last copy becomes a generation.
    private boolean dayHasEnded; // True if a day has ended since the rebuild began
    private boolean closed;

    /**
     * @param fetches the fetch requests on the table
     * @param rebuildIdleMsMax limit on the time in which rebuilds make no progress, in ms
     */
    Generations(Table table, Fetches fetches, int rebuildIdleMsMax, TableEvents events, StoreHost host) {
        this.fetches = fetches;
        this.events = new GenerationEvents(events);
        this.host = host;
        this.read = new Generation(0, table, () -> ++lastSource);
        this.written = read;
        fetches.switchTo(read);
        this.lateRows = new LateRows(table);
        this.watch = new RebuildWatch(host, rebuildIdleMsMax, this::progress, () -> stalled.run());
        this.rebuildIdleMsMax = rebuildIdleMsMax;
    }

    /** Sets the listener for rebuilds that make no progress for {@code rebuildIdleMsMax}. */
    void onStall(Runnable listener) {
        stalled = listener;
    }

    Table readTable() {
        return read.table();
    }

    Generation read() {
        return read;
    }

    /** Returns the known gaps in the table to which rows are appended. */
    Completeness writtenCompleteness() {
        return written.completeness();
    }

    DiscardCounts discards() {
        return discards;
    }

    Table writtenTable() {
        return written.table();
    }

    /**
     * Returns an upper bound on the memory that appending rows allocates, in bytes.
     *
     * @param from the partition of the rows; null for rows of clients
     */
    long growth(Flip rows, @Nullable PartitionProgress from) {
        return writtenTable().growth(rows, written.source(from));
    }

    /** Like {@link #growth}, for rows without new keys. */
    long growthOfUpdates(Flip rows, @Nullable PartitionProgress from) {
        return writtenTable().growthOfUpdates(rows, written.source(from));
    }

    /** Returns whether the rows of the next generation are being copied. No row can be appended during the copy. */
    boolean isCopying() {
        return copying;
    }

    /**
     * Appends rows, and returns the offset of the first row.
     *
     * @param from the partition of the rows; null for rows of clients
     */
    long append(Flip rows, @Nullable PartitionProgress from) {
        long offset = written.append(rows, from);
        if (written == read) {
            fetches.rowsAppended();
        } else if (from != null) {
            Rebuild rebuild = rebuilds.get(from);
            if (rebuild != null) {
                rebuild.appended(rows.size());
            }
        }
        return offset;
    }

    void logBegan(PartitionProgress partition, LogPosition start) {
        written.logBegan(partition, start);
    }

    void logNamed(PartitionProgress partition, LogPosition logPosition) {
        written.logs(partition).logNamed(logPosition);
    }

    void gap(PartitionProgress partition, ControlRecord controlRecord) {
        gap(partition, controlRecord.rows(), controlRecord.reason());
    }

    private void gap(PartitionProgress partition, long rows, String reason) {
        Instant now = host.now();
        written.gap(partition, rows, now);
        Instant since = Objects.requireNonNullElse(written.completeness().since(), now);
        events.gap(partition, rows, reason, since);
    }

    /** Records that a day ends before the next row, and tells it to the readers that wait for this row. */
    void dayEnded(LocalDate day) {
        written.dayEnded(day);
        if (written == read) {
            fetches.dayEnded();
        }
    }

    /** Removes all rows, and returns them. Offsets continue. */
    Snapshot clear() {
        Snapshot left = written.table().snapshot();
        if (written != read) {
            discards.lost(lostKeys());
            dayHasEnded = true;
            lateRows.dayEnded();
        }
        written.clear();
        rebuilds.values().forEach(Rebuild::cleared);
        if (written == read) {
            fetches.switchTo(read);
            fetches.retainCleared(left);
        }
        return left;
    }

    /** Records that a partition restarts at position 0. Keeps the partition's rows and gaps. Ends its rebuild. */
    void partitionReset(PartitionProgress partition) {
        SourceLogs logs = written.logs(partition);
        logs.partitionReset();
        rebuilders.remove(partition);
        Rebuild over = rebuilds.remove(partition);
        if (over != null) {
            logs.retainGaps(over.remaining());
        }
    }

    /**
     * Begins a generation with other columns. Readers see the generation at once.
     *
     * @param partition the name of the partition that has the new columns
     * @param difference describes the new columns
     * @param empty the new table; its first offset was never used
     * @return the old rows
     */
    Snapshot columnsChange(String partition, String difference, Table empty) {
        Snapshot left = read.table().snapshot();
        rebuilds.clear();
        copies++;
        copying = false;
        rebuilders.clear();
        watch.stop();
        read = new Generation(read.number() + 1, empty, () -> ++lastSource);
        written = read;
        events.columnsChanged(partition, difference, read, left.count());
        discards.lost(left.count());
        discards.rebuilt();
        fetches.switchTo(read);
        return left;
    }

    /**
     * Begins a new generation. Rows of an unfinished earlier rebuild are copied to new offsets.
     *
     * @param before the partition's log position before the rebuild
     * @return completes when rows can be appended again
     */
    Future<Void> rebuild(PartitionProgress partition, ControlRecord controlRecord, LogPosition before) {
        copying = true;
        int number = ++copies;
        dayHasEnded &= written != read;
        if (written == read) {
            lateRows.start(read.table());
        } else {
            lateRows.collect(written, rebuilders);
        }
        rebuilders.add(partition);
        SourceLogs logs = written.logs(partition);
        Rebuild next = new Rebuild(
                before,
                host.now(),
                logs.rowsSince(controlRecord.logPosition()),
                logs.missingSince(controlRecord.logPosition()),
                logs.completeness());
        Rebuild last = rebuilds.remove(partition);
        rebuilds.put(partition, last == null ? next : last.restarted(next));
        Table table = written.table();
        long start = Math.max(table.nextOffset(), readTable().nextOffset());
        IntPredicate replayed = logs.replayedBy(controlRecord.logPosition());
        return host.onScanThread(() -> table.copyWithout(replayed, start)).transform(copy -> {
            if (!closed && number == copies) {
                start(partition, controlRecord, copy.succeeded() ? copy.result() : table.emptyFrom(start));
                if (copy.failed()) {
                    gap(partition, LogPosition.UNKNOWN, "rows could not be copied: " + copy.cause());
                }
                copying = false;
            }
            return Future.succeededFuture();
        });
    }

    private void start(PartitionProgress by, ControlRecord controlRecord, Table kept) {
        long left = written.table().count() - kept.count();
        written = written.successor(read.number() + 1, kept, by, controlRecord.logPosition());
        lateRows.startAt(kept.nextOffset());
        watch.start();
        Objects.requireNonNull(rebuilds.get(by)).removed(left);
        events.rebuildBegan(by, controlRecord, written, left);
    }

    /**
     * Removes the keys that a partition sent only before its last log began. The last log has all current keys. If keys
     * are removed, a new generation begins.
     *
     * @return completes when rows can be appended again
     */
    Future<Void> snapshotEnded(PartitionProgress partition) {
        copying = true;
        int number = ++copies;
        Table table = written.table();
        IntPredicate earlier = written.logs(partition).earlier();
        return host.onScanThread(() -> table.hasRowsOf(earlier)
                        ? Optional.of(table.copyWithout(earlier, table.nextOffset()))
                        : Optional.<Table>empty())
                .transform(copy -> {
                    if (!closed && number == copies) {
                        copying = false;
                        if (copy.failed()) {
                            gap(
                                    partition,
                                    LogPosition.UNKNOWN,
                                    "keys that are gone could not be removed: " + copy.cause());
                        } else {
                            copy.result().ifPresent(kept -> keysDeleted(partition, kept));
                        }
                    }
                    return Future.succeededFuture();
                });
    }

    private void keysDeleted(PartitionProgress by, Table kept) {
        long left = written.table().count() - kept.count();
        boolean isRead = written == read;
        if (!isRead) {
            lateRows.collect(written, rebuilders);
            lateRows.startAt(kept.nextOffset());
        }
        written = written.copyWith(isRead ? read.number() + 1 : written.number(), kept);
        events.keysDeleted(by, written, left);
        if (isRead) { // During a rebuild, lost rows count at the end of the rebuild.
            discards.lost(left);
            discards.rebuilt();
            read = written;
            fetches.switchTo(read);
        }
    }

    boolean isRebuiltBy(PartitionProgress partition) {
        return rebuilds.containsKey(partition);
    }

    /**
     * Ends the rebuild of a partition. After the last rebuild, the written generation also becomes the generation that
     * is read.
     */
    void rebuilt(PartitionProgress partition) {
        Rebuild rebuild = rebuilds.remove(partition);
        if (rebuild == null) {
            return; // No rebuild runs, because the control record was sent twice.
        }
        written.logs(partition).retainGaps(rebuild.remaining());
        discards.lost(isKeyed() ? 0 : rebuild.lostRows());
        if (!rebuilds.isEmpty()) {
            return;
        }
        discards.lost(lostKeys());
        Generation before = read;
        read = written;
        rebuilders.clear();
        watch.stop();
        events.rebuilt(partition, before, read, discards.rebuilt(), !dayHasEnded);
        fetches.switchTo(read);
    }

    private long progress() {
        return rebuilds.values().stream().mapToLong(Rebuild::broughtRowsMax).sum();
    }

    /**
     * Abandons the generation that is being rebuilt. Rows that clients and other partitions sent during the rebuild
     * move to the generation that is read. A gap is recorded for each rebuilding partition, because some of its rows
     * may be missing.
     *
     * @return the rebuilding partitions; their batches are refused until they are opened again
     */
    Set<PartitionProgress> abandonRebuild() {
        String reason = "the rebuild has brought no new rows for " + rebuildIdleMsMax + " ms (store.rebuildIdleMsMax)";
        lateRows.collect(written, rebuilders);
        written.dayEnds().datesAfter(read.dayEnds()).forEach(read::dayEnded);
        lateRows.moveTo(read);
        read.adoptLogs(written, rebuilders);
        fetches.switchTo(read);
        fetches.dayEnded();
        long number = written.number();
        written = read;
        discards.givenUp();
        Set<PartitionProgress> over = new LinkedHashSet<>(rebuilders);
        events.rebuildGivenUp(over, reason, number, read.table().count());
        for (PartitionProgress partition : over) {
            Rebuild rebuild = rebuilds.get(partition);
            LogPosition before = rebuild == null ? partition.logPositionWithoutDigest() : rebuild.before();
            long broughtRows = read.logs(partition).rowsSince(new LogPosition(before.log(), 0));
            partition.rebuildGivenUp(before, broughtRows);
            gap(partition, LogPosition.UNKNOWN, reason);
        }
        copies++;
        copying = false;
        rebuilds.clear();
        rebuilders.clear();
        return over;
    }

    boolean isKeyed() {
        return written.table().schema().keys() > 0;
    }

    /**
     * Returns how many keys the new generation has lost. For keyed tables, lost keys are counted instead of lost rows,
     * because a log has many rows of one key.
     */
    private long lostKeys() {
        long fewer = read.table().count() - written.table().count();
        return isKeyed() && !dayHasEnded ? Math.max(0, fewer) : 0;
    }

    /** Stops. A running copy does not become a generation. */
    void close() {
        closed = true;
        watch.stop();
    }

    /**
     * Adds {@code generation}, the gaps and the discarded rows to the description of a table. During a rebuild, also
     * adds {@code rebuildingSince} and {@code rebuildingBy}.
     */
    void describe(JsonObject table) {
        table.put("generation", read.number());
        read.completeness().describe(table);
        discards.describe(table);
        if (!rebuilds.isEmpty()) {
            Rebuild.describe(rebuilds, table);
        }
    }
}
