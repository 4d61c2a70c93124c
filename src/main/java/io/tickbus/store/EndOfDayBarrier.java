package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.DayRule;
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
 * Ends a day of a table once, when all of its partitions have ended it. Those that have ended it earlier are ahead: what they
 * send is held, so that no row of the new day is taken for one of the old. A partition that is nowhere to be found is not
 * waited for longer than {@code endOfDayWaitMsMax}. What a partition sends is held as well while there is no room for it. A day
 * that was ended while the clock was ahead is forgotten when the clock is right again, so that ordinary days are not late.
 *
 * <p>Nothing of what is held is applied inside a call of {@link #onPartitionEnded}: the caller does it with {@link #release}.
 */
final class EndOfDayBarrier {
    private record Waiting(LocalDate day, long timer) {}

    private record Overdue(LocalDate day, String when) {}

    private final Partitions partitions;
    private final DayAction action;
    private final TableEvents events;
    private final StoreHost host;
    private final int waitMsMax;
    private final Function<Batch, Future<AppendReply>> application;
    private final Map<String, HeldBatches> held = new LinkedHashMap<>();
    private final BooleanSupplier paused;
    private final Predicate<Batch> room;
    private final MemoryBudget budget;
    private @Nullable Overdue overdue; // while all is held
    private @Nullable LocalDate last;
    private @Nullable Waiting waiting;

    /**
     * @param application applies a batch that was held
     * @param paused whether all has to be held, until {@link #resumed}
     * @param room whether there is room for a batch, or it has to be held until {@link #release}
     * @param budget bounds what is held
     */
    EndOfDayBarrier(
            Partitions partitions,
            DayAction action,
            TableEvents events,
            StoreHost host,
            int waitMsMax,
            Function<Batch, Future<AppendReply>> application,
            BooleanSupplier paused,
            Predicate<Batch> room,
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
     * Notes that a partition has ended a day, and ends it for the table when it was the last one.
     *
     * @param day that is plausible, as {@link DayRule} has it
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
     * Whether a batch is held: its partition has ended a day that the table has not, no batch is applied now, there is no room for
     * it, or it follows what is held.
     */
    boolean mustRetain(PartitionProgress partition, Batch batch) {
        return isBlocked(partition) || isHolding(partition) || !room.test(batch);
    }

    private boolean isBlocked(PartitionProgress partition) {
        return paused.getAsBoolean() || isAhead(partition);
    }

    private boolean isHolding(PartitionProgress partition) {
        HeldBatches batches = held.get(partition.name());
        return batches != null && !batches.isEmpty();
    }

    /** Whether anything is held. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    private boolean isAhead(PartitionProgress partition) {
        LocalDate ended = partition.endedDay();
        return ended != null && (last == null || ended.isAfter(last));
    }

    /**
     * Holds what a partition has sent. The reply comes when it is applied; there is none for a question, for what is held already,
     * and for what has no room to be held: these can be answered at once.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#GAP} when something before it is missing
     */
    @Nullable
    Future<AppendReply> retain(PartitionProgress partition, Batch batch) {
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

    /** Lets go of what a partition has sent: it begins anew where it stands, maybe with other batches. */
    void partitionReopened(PartitionProgress partition) {
        HeldBatches batches = held.remove(partition.name());
        if (batches != null) {
            batches.refuseAll("partition " + partition.name() + " was opened again");
        }
    }

    /**
     * A partition makes the table anew from a log. The day of the log and those after it have not ended in the new generation,
     * though they may have in the one before; other partitions that have ended them stay behind these days.
     *
     * @param logDay the day of the log that the new generation begins with; null when that is not known
     */
    void rebuildStarted(PartitionProgress partition, @Nullable LocalDate logDay) {
        boolean isAlone = partitions.all().stream().allMatch(other -> other == partition || other.endedDay() == null);
        if (isAlone && logDay != null && last != null && !last.isBefore(logDay)) {
            last = logDay.minusDays(1);
            partition.clearEndedDay();
        }
    }

    /** Lets go of what a partition has sent, since it begins anew at position 0. {@link #resumed} is to follow. */
    void partitionReset(PartitionProgress partition, PartitionProgress by) {
        HeldBatches batches = held.remove(partition.name());
        if (batches != null) {
            batches.refuseAll("the table is rebuilt by " + by.name() + "; " + partition.name() + " is at position 0");
        }
    }

    /** Ends what was to be ended meanwhile, and applies what was held. */
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

    /** Applies what is held of partitions that are no longer ahead, as far as there is room. */
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

    /** Ends what days have been begun to end, whoever is missing. */
    void close() {
        for (Waiting open = waiting; open != null; open = waiting) {
            host.cancel(open.timer);
            overdue(open.day, "the owner stops");
        }
    }

    private void endCompleteDays(String partition) {
        if (paused.getAsBoolean()) {
            return; // the rows of the day are not all here
        }
        LocalDate day = firstOpen();
        while (day != null && missing().isEmpty()) {
            last = day;
            action.end(day, partition, "");
            day = firstOpen();
        }
        await(day);
    }

    /** The earliest day that some partition has ended and the table has not. */
    private @Nullable LocalDate firstOpen() {
        return partitions.all().stream()
                .filter(this::isAhead)
                .map(partition -> Objects.requireNonNull(partition.endedDay()))
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    /** Partitions that are still to end the day. */
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
