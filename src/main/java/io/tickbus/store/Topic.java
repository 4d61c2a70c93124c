package io.tickbus.store;

import io.tickbus.config.JournalConfig;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Shortfall;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionState;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One table of the owner, with its partitions. {@link BusEndpoints} passes all requests for the table to this class.
 * Each row and control record is applied once, in order. Only the owner's thread uses this class.
 */
final class Topic {
    private static final Logger LOG = LoggerFactory.getLogger(Topic.class);

    private final String name;
    private final long epoch;
    private final int fetchRowsMax;
    private final TableConfig settings;
    private final RefusedPartitions refused = new RefusedPartitions();
    private final RefusedRows refusedRows;
    private final DayAction dayAction;
    private final TableEvents events;
    private final StoreHost host;
    private AppendDecoder appendDecoder;
    private final Partitions partitions;
    private final IdleDigests idleDigests;
    private final Fetches fetches;
    private final Generations generations;
    private final EndOfDayBarrier days;
    private final ControlRecords controlRecords;
    private final AppendSink appendSink;
    private final Archive archive;
    private final TableScans scans;
    private final MemoryBudget budget;
    private final TopicMemory memory;
    private final HeldBatchRetry heldBatchRetry;
    private final RequestStats requestStats = new RequestStats();

    Topic(
            String name,
            Table table,
            StoreConfig store,
            long epoch,
            Archive archive,
            MemoryBudget budget,
            StoreHost host) {
        this.events = new TableEvents(name, host);
        this.host = host;
        this.name = name;
        this.epoch = epoch;
        this.fetchRowsMax = store.fetchRowsMax();
        this.appendDecoder = new AppendDecoder(name, table.schema());
        this.partitions = new Partitions();
        this.idleDigests = new IdleDigests(partitions, host);
        this.fetches = new Fetches(table, epoch, fetchRowsMax, store.fetchWaitMsMax(), host);
        this.generations = new Generations(table, fetches, store.rebuildIdleMsMax(), events, host);
        this.refusedRows = new RefusedRows(host, generations::gap);
        this.settings = store.tables().getOrDefault(name, TableConfig.DEFAULT);
        this.appendSink = createSink(table.schema(), store.archiveDir());
        this.budget = budget;
        this.memory = new TopicMemory(name, budget, generations, fetches, appendSink, archive, events);
        this.dayAction = new DayAction(name, settings.endOfDay(), generations, archive, appendSink, events, host);
        this.days = new EndOfDayBarrier(
                partitions,
                dayAction,
                events,
                host,
                store.endOfDayWaitMsMax(),
                this::tryApply,
                () -> appendSink.isRestoring() || generations.isCopying(),
                this::hasRoom,
                budget);
        this.heldBatchRetry = new HeldBatchRetry(days, host);
        this.controlRecords = new ControlRecords(name, partitions, generations, days, appendSink, memory, events, host);
        this.archive = archive;
        this.scans = new TableScans(name, host);
        appendSink.open(days::resumed);
    }

    private AppendSink createSink(Schema schema, @Nullable Path archiveDir) {
        if (settings.append() == TableConfig.Append.TICKERPLANT) {
            return new TickerplantSink(name, epoch, host);
        }
        JournalConfig journal = settings.journal();
        if (journal != null) {
            JournalFile file = new JournalFile(journal.dir(), name, schema, archiveDir);
            return new Journal(file, journal.sync(), this::applyJournalRows, events, host);
        }
        return new TableSink(name, this::applyClientRows);
    }

    String name() {
        return name;
    }

    Fetches fetches() {
        return fetches;
    }

    /**
     * Ends each day that a partition has ended. Answers all waiting requests. The future completes when the journal is
     * released.
     */
    Future<Void> close() {
        refusedRows.publish();
        refusedRows.close();
        days.close();
        fetches.close();
        generations.close();
        return appendSink.close();
    }

    /** Stops because another node owns the tables. The future completes when the journal is released. */
    Future<Void> abandon() {
        generations.close();
        refusedRows.close();
        fetches.close(); // RequestGuard replies that this node is not the owner.
        return appendSink.abandon();
    }

    Queries queries() {
        return new Queries(generations.read(), epoch, fetchRowsMax, scans);
    }

    RequestStats requestStats() {
        return requestStats;
    }

    TableCounts counts() {
        Table table = generations.readTable();
        Completeness completeness = generations.read().completeness();
        return new TableCounts(
                table.count(),
                table.segments(),
                table.bytes(),
                memory.evictedRows(),
                partitions.duplicates(),
                partitions.fenced(),
                completeness.gaps() + refused.count(),
                completeness.missingRows(),
                completeness.missingUnknown() || refused.count() > 0,
                generations.discards().rebuilds(),
                generations.discards().rows(),
                requestStats.counts());
    }

    /** Returns how many rows the table lacks, as far as known. */
    Shortfall shortfall() {
        Completeness completeness = generations.read().completeness();
        boolean unknown = completeness.missingUnknown() || refused.count() > 0;
        return new Shortfall(name, unknown ? Shortfall.UNKNOWN_ROWS : completeness.missingRows());
    }

    Snapshot snapshot() {
        return generations.readTable().snapshot();
    }

    /**
     * Opens a partition, and returns its state. If the partition's columns are not the table's columns, {@code
     * onSchemaChange} decides. Either the partition is refused, or the table begins a generation with the new columns.
     *
     * @throws ReplyException {@link Failure#SCHEMA} if the partition is refused
     */
    PartitionState open(OpenPartition request) {
        String difference = appendDecoder.difference(request.schema());
        if (difference != null) {
            refuseOrChangeColumns(request, difference);
        }
        refused.remove(request.partition());
        PartitionProgress partition = partitions.of(request.partition());
        partition.open(epoch);
        days.partitionReopened(partition);
        return partition.state(generations.isRebuiltBy(partition));
    }

    private void refuseOrChangeColumns(OpenPartition request, String difference) {
        String partition = request.partition();
        String obstacle = obstacleToNewColumns(request);
        String reason = partition + " brings other columns than table " + name + ": " + difference + "; " + obstacle;
        if (!obstacle.isEmpty()) {
            if (refused.add(partition, request.schema(), reason, host.now())) {
                events.publish(Level.WARN, "refused", partition, new JsonObject().put("reason", reason));
            }
            throw Failure.SCHEMA.because(reason);
        }
        Schema columns = KeyColumns.inFront(name, request.schema(), settings.keys());
        refusedRows.publish();
        Table written = generations.writtenTable();
        Table empty = written.emptyFrom(columns, written.nextOffset());
        dayAction.columnsChange(partition, difference, empty);
        appendDecoder = new AppendDecoder(name, columns);
        PartitionProgress by = partitions.of(partition);
        partitions.all().forEach(other -> days.partitionReset(other, by));
        partitions.reset();
        days.resumed();
        memory.recount();
    }

    /** Returns why the table cannot get the columns of a partition. The text is empty if there is no reason. */
    private String obstacleToNewColumns(OpenPartition request) {
        if (settings.onSchemaChange() == TableConfig.OnSchemaChange.REFUSE) {
            return "tables." + name + ".onSchemaChange is refuse";
        }
        List<String> others = partitions.all().stream()
                .filter(other -> other.next() > 0)
                .map(PartitionProgress::name)
                .filter(other -> !other.equals(request.partition()) && !refused.isRefused(other, request.schema()))
                .sorted()
                .toList();
        return others.isEmpty() ? "" : "rows with the table's columns come from " + String.join(", ", others);
    }

    /**
     * Applies the body of an append request, which has rows or a control record. Either all rows are applied or none.
     *
     * @return completes later if the batch is retained or waits for the journal; fails with a {@link ReplyException}
     */
    Future<AppendReply> append(Object body) {
        try {
            return body instanceof PartitionBatch batch
                    ? appendOfPartition(appendDecoder.checked(batch))
                    : appendClientRows(appendDecoder.batch(body));
        } catch (RuntimeException reason) {
            return Future.failedFuture(reason);
        }
    }

    private Future<AppendReply> appendOfPartition(PartitionBatch batch) {
        PartitionProgress partition = partitions.of(batch.partition());
        partitions.requireCurrent(partition, batch);
        if (days.mustRetain(partition, batch)) {
            return retained(partition, batch);
        }
        Future<AppendReply> reply = tryApply(batch);
        if (batch.controlRecord() != null) {
            days.release();
        }
        memory.recount();
        return reply;
    }

    /** Returns whether there is memory for a batch. Rows that will be refused need no memory. */
    private boolean hasRoom(PartitionBatch batch) {
        if (!budget.pauses() || batch.rows().size() == 0) {
            return true;
        }
        Flip ordered = appendDecoder.fitted(batch.rows());
        return appendDecoder.refusal(ordered) != null || memory.hasRoom(ordered, partitions.of(batch.partition()));
    }

    private Future<AppendReply> retained(PartitionProgress partition, PartitionBatch batch) {
        Future<AppendReply> later = days.retain(partition, batch);
        if (budget.pauses()) {
            heldBatchRetry.start();
        }
        return later != null ? later : Future.succeededFuture(acknowledged(partition));
    }

    private Future<AppendReply> tryApply(PartitionBatch batch) {
        try {
            return Future.succeededFuture(apply(batch));
        } catch (RuntimeException reason) {
            return Future.failedFuture(reason);
        }
    }

    private Future<AppendReply> appendClientRows(Batch batch) {
        Flip rows = batch.rows();
        if (rows.size() == 0) {
            return Future.succeededFuture(acknowledged(null));
        }
        Flip ordered = appendDecoder.fitted(rows);
        String unreadable = batch.unreadable();
        ReplyException reason = unreadable != null ? Failure.LIMIT.because(unreadable) : appendDecoder.refusal(ordered);
        if (reason == null && appendSink.fillsTable()) {
            reason = memory.refusal(ordered, null);
        }
        Future<AppendReply> reply = reason != null ? Future.failedFuture(reason) : appendSink.append(ordered);
        memory.recount();
        return reply;
    }

    private AppendReply applyClientRows(Flip rows) {
        return acknowledged(append(rows, null), rows.size(), null);
    }

    /** Applies rows from the journal. Rows for which there is no memory are recorded as a gap. */
    private AppendReply applyJournalRows(Flip rows) {
        ReplyException noRoom = memory.refusal(rows, null);
        if (noRoom != null) {
            PartitionProgress none = new PartitionProgress("");
            generations.gap(none, ControlRecord.gap(rows.size(), String.valueOf(noRoom.getMessage())));
            throw noRoom;
        }
        return applyClientRows(rows);
    }

    private AppendReply apply(PartitionBatch batch) {
        PartitionProgress partition = partitions.of(batch.partition());
        if (batch.controlRecord() == null) {
            return applyRows(partitions.newRows(partition, batch), batch.unreadable(), partition);
        }
        if (partitions.isNewControlRecord(partition, batch)) {
            refusedRows.publish();
            controlRecords.apply(partition, batch.controlRecord());
        }
        return acknowledged(partition);
    }

    private AppendReply applyRows(Flip rows, @Nullable String unreadable, PartitionProgress partition) {
        if (rows.size() == 0) { // All rows are duplicates, or the request asks for the partition's position.
            return acknowledged(partition);
        }
        Flip ordered = appendDecoder.fitted(rows);
        ReplyException reason = unreadable != null ? Failure.LIMIT.because(unreadable) : appendDecoder.refusal(ordered);
        if (reason == null) {
            reason = memory.refusal(ordered, partition);
        }
        if (reason != null) {
            partition.refused(rows, unreadable == null); // The subscriber must not send these rows again.
            refusedRows.add(partition, rows.size(), String.valueOf(reason.getMessage()));
            throw reason;
        }
        long offset = append(ordered, partition);
        partition.appended(ordered, generations.writtenTable(), offset);
        idleDigests.rowsAppended();
        return acknowledged(offset, rows.size(), partition);
    }

    private long append(Flip rows, @Nullable PartitionProgress from) {
        long offset = generations.append(rows, from);
        memory.recount(); // The next retained batch needs the new number of bytes.
        if (offset == 0) {
            LOG.atInfo()
                    .addKeyValue("table", name)
                    .addKeyValue("rows", rows.size())
                    .log("has its first rows");
        }
        return offset;
    }

    /** Returns the acknowledgement of a batch without new rows. */
    private AppendReply acknowledged(@Nullable PartitionProgress partition) {
        return acknowledged(generations.writtenTable().nextOffset(), 0, partition);
    }

    private AppendReply acknowledged(long offset, int rows, @Nullable PartitionProgress partition) {
        return partition == null
                ? new AppendReply(offset, rows, 0, 0, epoch)
                : new AppendReply(offset, rows, partition.next(), partition.refused(), epoch);
    }

    /**
     * Returns {@code {table, epoch, columns: {name: type}, keys, count, bytes, evictedRows, firstOffset, nextOffset,
     * duplicates, fencedRows, generation, gaps, missingRows, missingUnknown, rebuilds, discardedRows}}. Other fields
     * are added if they apply: {@code incompleteSince}, {@code refusedPartitions}, {@code rebuildingSince}, {@code
     * rebuildingBy} and {@code unarchivedRows}.
     */
    JsonObject describe() {
        Table table = generations.readTable();
        JsonObject description = queries()
                .schema()
                .put("table", name)
                .put("epoch", epoch)
                .put("count", table.count())
                .put("bytes", memory.tableBytes())
                .put("evictedRows", memory.evictedRows())
                .put("firstOffset", table.firstOffset())
                .put("nextOffset", table.nextOffset())
                .put("duplicates", partitions.duplicates())
                .put("fencedRows", partitions.fenced());
        generations.describe(description);
        refused.describe(description);
        long unarchivedRows = archive.unwrittenRows(name);
        if (unarchivedRows > 0) {
            description.put("unarchivedRows", unarchivedRows);
        }
        return description;
    }
}
