package io.tickbus.store;

import io.tickbus.q.DayRule;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Applies the control records of a topic's partitions. Only the owner's thread uses this class. */
final class ControlRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ControlRecords.class);

    private final String table;
    private final Partitions partitions;
    private final Generations generations;
    private final EndOfDayBarrier days;
    private final AppendSink appendSink;
    private final TopicMemory memory;
    private final TableEvents events;
    private final StoreHost host;

    ControlRecords(
            String table,
            Partitions partitions,
            Generations generations,
            EndOfDayBarrier days,
            AppendSink appendSink,
            TopicMemory memory,
            TableEvents events,
            StoreHost host) {
        this.appendSink = appendSink;
        this.memory = memory;
        this.table = table;
        this.partitions = partitions;
        this.generations = generations;
        this.days = days;
        this.events = events;
        this.host = host;
        generations.onStall(this::abandonRebuild);
    }

    private void abandonRebuild() {
        generations.abandonRebuild().forEach(days::partitionReopened);
        memory.recount();
    }

    /** Applies a control record, and advances the partition past it. */
    void apply(PartitionProgress partition, ControlRecord controlRecord) {
        LogPosition before = partition.logPositionWithoutDigest();
        partition.advancePast(controlRecord);
        try {
            dispatch(partition, controlRecord, before);
        } catch (RuntimeException bug) {
            // The partition has already advanced, so later rows do not wait for a failing record.
            LOG.atError()
                    .setCause(bug)
                    .addKeyValue("table", table)
                    .addKeyValue("partition", partition.name())
                    .addKeyValue("position", partition.next())
                    .addKeyValue("mark", controlRecord)
                    .log("a mark could not be applied");
        }
    }

    private void dispatch(PartitionProgress partition, ControlRecord controlRecord, LogPosition before) {
        switch (controlRecord.kind()) {
            case LOG_POSITION -> {
                if (controlRecord.logPosition().rows() == 0) {
                    generations.logBegan(partition, controlRecord.logPosition());
                } else if (before.follows()
                        && before.rows() == controlRecord.logPosition().rows()) {
                    generations.logNamed(partition, controlRecord.logPosition());
                }
            }
            case END_OF_DAY -> {
                if (controlRecord.logPosition().rows() == 0) {
                    generations.logBegan(partition, controlRecord.logPosition());
                }
                dayEnded(partition, controlRecord.date(), before);
            }
            case END_OF_PERIOD ->
                events.publish(
                        Level.INFO,
                        "endOfPeriod",
                        partition.name(),
                        new JsonObject().put("reason", controlRecord.reason()));
            case GAP -> generations.gap(partition, controlRecord);
            case REBUILD -> rebuild(partition, controlRecord, before);
            case REBUILT -> generations.rebuilt(partition);
            case SNAPSHOT -> waitFor(generations.snapshotEnded(partition));
        }
    }

    /**
     * Begins a new generation of the table. In a keyed table, the partition's rows may have superseded rows of other
     * partitions. Other partitions that have a log therefore restart at position 0 and send their rows again.
     */
    private void rebuild(PartitionProgress partition, ControlRecord controlRecord, LogPosition before) {
        days.rebuildStarted(partition, DayRule.ofLog(controlRecord.logPosition().log()));
        if (generations.isKeyed()) {
            for (PartitionProgress other : partitions.removeReplayable(partition)) {
                generations.partitionReset(other);
                days.partitionReset(other, partition);
            }
        }
        waitFor(generations.rebuild(partition, controlRecord, before));
    }

    /** Pauses appends until the rows of the table are copied. */
    private void waitFor(Future<Void> copied) {
        appendSink.pause();
        copied.onComplete(done -> {
            memory.recount();
            appendSink.resume();
            days.resumed();
        });
    }

    /**
     * Ends a day for a partition. If the day is implausible, publishes an event instead.
     *
     * @param before the log position before the control record
     */
    private void dayEnded(PartitionProgress partition, @Nullable LocalDate date, LogPosition before) {
        DayRule rule = DayRule.at(host.now());
        LocalDate day = date != null ? date : rule.defaultDay(before.log(), before.follows());
        String doubt = rule.doubt(day, DayRule.ofLog(before.log(), before.follows()));
        if (doubt.isEmpty()) {
            days.onPartitionEnded(partition, day);
        } else {
            events.publish(
                    Level.WARN,
                    "implausibleEndOfDay",
                    partition.name(),
                    new JsonObject().put("date", DayRule.text(day)).put("reason", doubt));
        }
    }
}
