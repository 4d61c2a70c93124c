package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.DayRule;
import io.tickbus.replication.PartitionBatch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Ends a day of a table when all partitions of the table have ended the day. A partition that has already ended the day
 * is ahead. Its batches are retained, because their rows belong to the next day. The barrier waits up to {@code
 * endOfDayWaitMsMax} for the other partitions. The barrier also retains batches for which there is no memory.
 *
 * <p>If the clock is ahead, a day can end too soon. When the clock is right again, the barrier forgets this day.
 * Otherwise all earlier days would count as late.
 *
 * <p>{@link #onPartitionEnded} applies no retained batch. The caller then calls {@link #release}. Only the owner's
 * thread uses the barrier.
 */
final class EndOfDayBarrier {
    private record Waiting(LocalDate day, long timer) {}

    private record Overdue(LocalDate day, String when) {}

    private final Partitions partitions;
    private final DayAction action;
    private final TableEvents events;
    private final StoreHost host;
    private final int waitMsMax;
    private final Function<PartitionBatch, Future<AppendReply>> application;
    private final Map<String, HeldBatches> held = new LinkedHashMap<>();
    private final BooleanSupplier paused;
    private final Predicate<PartitionBatch> room;
    private final MemoryBudget budget;
    private @Nullable Overdue overdue; // A day that ends in resumed()
    private @Nullable LocalDate last;
    private @Nullable Waiting waiting;

    /**
     * @param application applies a retained batch
     * @param paused returns whether all batches must be retained until {@link #resumed}
     * @param room returns whether there is memory for a batch; otherwise the batch is retained until {@link #release}
     * @param budget limits the memory of retained batches
     */
    EndOfDayBarrier(
            Partitions partitions,
            DayAction action,
            TableEvents events,
            StoreHost host,
            int waitMsMax,
            Function<PartitionBatch, Future<AppendReply>> application,
            BooleanSupplier paused,
            Predicate<PartitionBatch> room,
            MemoryBudget budget) {
        this.paused = paused;
        this.room = room;
        this.budget = budget;
        this.partitions = partitions;
        this.action = action;
        this.events = events;
        this.host = host;
        this.waitMsMax = waitMsMax;
        this.application = application;
    }

    /**
     * Records that a partition has ended a day. If all partitions have ended the day, the day ends for the table.
     *
     * @param day a day that {@link DayRule} accepts as plausible
     */
    void onPartitionEnded(PartitionProgress partition, LocalDate day) {
        resetDaysAhead();
        if (last != null && !day.isAfter(last)) {
            events.publish(
                    Level.WARN,
                    "lateEndOfDay",
                    partition.name(),
                    new JsonObject()
                            .put("date", day.toString())
                            .put("reason", "the table has ended " + last + " already"));
            return;
        }
        partition.endDay(day);
        endCompleteDays(partition.name());
    }

    private void resetDaysAhead() {
        DayRule rule = DayRule.at(host.now());
        LocalDate before = last;
        if (before == null || !rule.isAhead(before)) {
            return;
        }
        last = null;
        partitions.all().stream()
                .filter(partition -> partition.endedDay() != null && rule.isAhead(partition.endedDay()))
                .forEach(PartitionProgress::clearEndedDay);
        events.publish(
                Level.WARN,
                "implausibleEndOfDay",
                "",
                new JsonObject()
                        .put("date", before.toString())
                        .put("reason", "ended before, and forgotten now: " + rule.doubt(before, null)));
    }

    /**
     * Returns whether a batch must be retained. A batch is retained while its partition is ahead, while there is no
     * memory, or while all batches must wait. A batch is also retained after earlier retained batches of its partition.
     */
    boolean mustRetain(PartitionProgress partition, PartitionBatch batch) {
        return isBlocked(partition) || isHolding(partition) || !room.test(batch);
    }

    private boolean isBlocked(PartitionProgress partition) {
        return paused.getAsBoolean() || isAhead(partition);
    }

    private boolean isHolding(PartitionProgress partition) {
        HeldBatches batches = held.get(partition.name());
        return batches != null && !batches.isEmpty();
    }

    /** Returns whether any batch is retained. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    private boolean isAhead(PartitionProgress partition) {
        LocalDate ended = partition.endedDay();
        return ended != null && (last == null || ended.isAfter(last));
    }

    /**
     * Retains a batch.
     *
     * @return completes when the batch is applied; null if the caller must answer at once. The caller must answer at
     *     once if the batch is a request for the position, if it is retained already, or if there is no memory.
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#GAP} if an earlier batch is missing
     */
    @Nullable
    Future<AppendReply> retain(PartitionProgress partition, PartitionBatch batch) {
        HeldBatches batches = held.computeIfAbsent(partition.name(), name -> new HeldBatches(partition.next(), budget));
        if (batches.isTruncated()) {
            return null;
        }
        if (batch.position() > batches.endPosition()) {
            throw Failure.GAP.because(batch.topic() + " of " + partition.name() + " is held from position "
                    + partition.next() + " to " + batches.endPosition() + ", not " + batch.position());
        }
        if (batch.end() <= batches.endPosition()) {
            partitions.drop(batch.end() - batch.position());
            return null;
        }
        return batches.tryRetain(batch);
    }

    /** Refuses the retained batches of a partition that was opened again. The subscriber may now send other batches. */
    void partitionReopened(PartitionProgress partition) {
        HeldBatches batches = held.remove(partition.name());
        if (batches != null) {
            batches.refuseAll("partition " + partition.name() + " was opened again");
        }
    }

    /**
     * Records that a partition rebuilds the table from a log. The replay can end the log's day and later days again,
     * unless another partition has ended a day.
     *
     * @param logDay the day of the log; null if the day is not known
     */
    void rebuildStarted(PartitionProgress partition, @Nullable LocalDate logDay) {
        boolean isAlone = partitions.all().stream().allMatch(other -> other == partition || other.endedDay() == null);
        if (isAlone && logDay != null && last != null && !last.isBefore(logDay)) {
            last = logDay.minusDays(1);
            partition.clearEndedDay();
        }
    }

    /**
     * Refuses the retained batches of a partition that restarts at position 0. The caller calls {@link #resumed}
     * afterwards.
     *
     * @param by the partition that rebuilds the table
     */
    void partitionReset(PartitionProgress partition, PartitionProgress by) {
        HeldBatches batches = held.remove(partition.name());
        if (batches != null) {
            batches.refuseAll("the table is rebuilt by " + by.name() + "; " + partition.name() + " is at position 0");
        }
    }

    /** Ends the days that could not end during a pause, and applies the retained batches. */
    void resumed() {
        Overdue late = overdue;
        overdue = null;
        if (late == null) {
            endCompleteDays("");
            release();
        } else {
            overdue(late.day, late.when);
        }
    }

    /** Applies the retained batches of partitions that are no longer ahead, as far as there is memory. */
    void release() {
        for (String name = nextReleasable(); name != null; name = nextReleasable()) {
            HeldBatches batches = Objects.requireNonNull(held.get(name));
            if (batches.isEmpty()) {
                held.remove(name);
            } else {
                batches.applyFirst(application);
            }
        }
    }

    private @Nullable String nextReleasable() {
        for (Map.Entry<String, HeldBatches> entry : held.entrySet()) {
            HeldBatches batches = entry.getValue();
            if (!isBlocked(partitions.of(entry.getKey())) && (batches.isEmpty() || room.test(batches.first()))) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Ends each day that at least one partition has ended. Does not wait for the other partitions. */
    void close() {
        for (Waiting open = waiting; open != null; open = waiting) {
            host.cancel(open.timer);
            overdue(open.day, "the owner stops");
        }
    }

    private void endCompleteDays(String partition) {
        if (paused.getAsBoolean()) {
            return; // During a pause, some rows of the day are not applied yet.
        }
        LocalDate day = firstOpen();
        while (day != null && missing().isEmpty()) {
            last = day;
            action.end(day, partition, "");
            day = firstOpen();
        }
        await(day);
    }

    /** Returns the earliest day that a partition has ended but the table has not ended, or null. */
    private @Nullable LocalDate firstOpen() {
        return partitions.all().stream()
                .filter(this::isAhead)
                .map(partition -> Objects.requireNonNull(partition.endedDay()))
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    private List<String> missing() {
        return partitions.all().stream()
                .filter(partition -> partition.canEndDay() && !isAhead(partition))
                .map(PartitionProgress::name)
                .sorted()
                .toList();
    }

    private void await(@Nullable LocalDate day) {
        if (waiting != null && !waiting.day.equals(day)) {
            host.cancel(waiting.timer);
            waiting = null;
        }
        if (waiting == null && day != null) {
            waiting =
                    new Waiting(day, host.after(Math.max(1, waitMsMax), () -> overdue(day, "in " + waitMsMax + " ms")));
        }
    }

    private void overdue(LocalDate day, String when) {
        waiting = null;
        if (paused.getAsBoolean()) {
            overdue = new Overdue(day, when);
            return;
        }
        String reason = "not ended by " + String.join(", ", missing()) + ": " + when;
        last = day;
        action.end(day, "", reason);
        endCompleteDays("");
        release();
    }
}
