package io.tickbus.store;

import io.tickbus.event.ControlRecord;
import io.tickbus.event.LogPosition;
import io.tickbus.q.Flip;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the generation of a table that is read and the one that is written. They differ only during a rebuild: then rows go to the
 * new one, and the old one stays readable as it was until the new one is whole.
 *
 * <p>A new generation begins with all rows of the one that is written, but for those that the partition brings again. They are
 * copied beside the owner's thread, and nothing may be appended until that is done.
 */
final class Generations {
    private final Fetches fetches;
    private final GenerationEvents events;
    private final StoreHost host;
    private final Map<PartitionProgress, Rebuild> rebuilds = new LinkedHashMap<>();
    private final Set<PartitionProgress> rebuilders = new LinkedHashSet<>(); // also those that are done
    private final LateRows lateRows;
    private final RebuildWatch watch;
    private final int rebuildIdleMsMax;
    private Runnable stalled = () -> {};
    private final DiscardCounts discards = new DiscardCounts();
    private Generation read;
    private Generation written;
    private int lastSource = Table.NO_SOURCE;
    private boolean copying;
    private int copies; // begun, or given up: only the last one becomes a generation
    private boolean dayHasEnded; // since the rebuild began
    private boolean closed;

    /**
     * @param fetches of the same table
     * @param rebuildIdleMsMax how long a rebuild may bring nothing, in ms, until {@link #onStall}
     */
    Generations(Table table, Fetches fetches, int rebuildIdleMsMax, TableEvents events, StoreHost host) {
        this.fetches = fetches;
        this.events = new GenerationEvents(events);
        this.host = host;
        this.read = new Generation(0, table, () -> ++lastSource);
        this.written = read;
        this.lateRows = new LateRows(table);
        this.watch = new RebuildWatch(host, rebuildIdleMsMax, this::progress, () -> stalled.run());
        this.rebuildIdleMsMax = rebuildIdleMsMax;
    }

    /** Has a listener told when the rebuilds that are under way have brought nothing for too long. */
    void onStall(Runnable listener) {
        stalled = listener;
    }

    /** The table that questions are about. */
    Table readTable() {
        return read.table();
    }

    /** The number of the generation that is read. */
    long readGeneration() {
        return read.number();
    }

    /** What is missing in the table that questions are about. */
    Completeness completeness() {
        return read.completeness();
    }

    /** Returns what is missing in the table that rows go to. */
    Completeness writtenCompleteness() {
        return written.completeness();
    }

    /** Rebuilds, and the rows that have left by them. */
    DiscardCounts discards() {
        return discards;
    }

    /** The table that rows go to. */
    Table writtenTable() {
        return written.table();
    }

    /**
     * Returns the bytes that appending rows adds at most.
     *
     * @param from null for rows of clients
     */
    long growth(Flip rows, @Nullable PartitionProgress from) {
        return writtenTable().growth(rows, written.source(from));
    }

    /** Returns the bytes that appending rows adds at most when they bring no new key. */
    long growthOfUpdates(Flip rows, @Nullable PartitionProgress from) {
        return writtenTable().growthOfUpdates(rows, written.source(from));
    }

    /** Whether the rows of the next generation are being copied: nothing is to be appended. */
    boolean isCopying() {
        return copying;
    }

    /**
     * Appends rows; gives the offset of the first.
     *
     * @param from null for rows of clients
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

    /** Lets all rows go; offsets go on. Gives the rows that left, which a reader may still hold. */
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

    /** Notes that a partition begins anew at position 0. Its rows and gaps stay, and a rebuild that it had begun is over. */
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
     * Begins a generation with other columns, which takes the place of the one that is read at once.
     *
     * @param partition the name of the one that brings the columns
     * @param difference which columns those are
     * @param empty its table, without rows, at an offset that was never used
     * @return the rows that left, which a reader may still hold
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
     * Begins a new generation. One that was begun before and is not whole is gone on with, but its offsets are not used again.
     *
     * @param before where the partition stood
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
     * Has the keys leave that a partition brought before it began its last log, which was the table as it is now. If there are any,
     * the table begins a generation without them.
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
        if (isRead) { // else they are counted when the rebuild ends
            discards.lost(left);
            discards.rebuilt();
            read = written;
            fetches.switchTo(read);
        }
    }

    boolean isRebuiltBy(PartitionProgress partition) {
        return rebuilds.containsKey(partition);
    }

    /** Puts the new generation in the old one's place, if this partition's was the last rebuild that it waited for. */
    void rebuilt(PartitionProgress partition) {
        Rebuild rebuild = rebuilds.remove(partition);
        if (rebuild == null) {
            return; // the partition has no rebuild under way: its mark was sent twice
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
     * Gives the generation up that is being made. The one that is read goes on, with the rows that other partitions and clients have
     * brought meanwhile. Rows of the partitions that rebuilt are in doubt, as before, which is a gap.
     *
     * @return those partitions: whatever they send is refused until they are opened again
     */
    Set<PartitionProgress> abandonRebuild() {
        String reason = "the rebuild has brought no new rows for " + rebuildIdleMsMax + " ms (store.rebuildIdleMsMax)";
        lateRows.collect(written, rebuilders);
        lateRows.moveTo(read);
        read.adoptLogs(written, rebuilders);
        fetches.switchTo(read);
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

    /** Whether a row takes the place of an earlier one with its key. */
    boolean isKeyed() {
        return written.table().schema().keys() > 0;
    }

    /** Keys that the generation that is written has not: a log brings many rows of one key, so that rows cannot be compared. */
    private long lostKeys() {
        long fewer = read.table().count() - written.table().count();
        return isKeyed() && !dayHasEnded ? Math.max(0, fewer) : 0;
    }

    /** Lets a copy that is under way never be a generation. */
    void close() {
        closed = true;
        watch.stop();
    }

    /** Adds {@code generation}, what is missing, what was discarded, and {@code rebuildingSince} while the next one is being made. */
    void describe(JsonObject table) {
        table.put("generation", read.number());
        read.completeness().describe(table);
        discards.describe(table);
        if (!rebuilds.isEmpty()) {
            List<String> by =
                    rebuilds.keySet().stream().map(PartitionProgress::name).toList();
            table.put(
                            "rebuildingSince",
                            rebuilds.values().iterator().next().since().toString())
                    .put("rebuildingBy", String.join(", ", by));
        }
    }
}
