package io.tickbus.store;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.q.DayRule;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What the marks of a topic's partitions bring about. */
final class Marks {
    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);

    private final String table;
    private final Partitions partitions;
    private final Generations generations;
    private final EndOfDay days;
    private final ClientRows clientRows;
    private final TopicMemory memory;
    private final Events events;
    private final Host host;

    Marks(
            String table,
            Partitions partitions,
            Generations generations,
            EndOfDay days,
            ClientRows clientRows,
            TopicMemory memory,
            Events events,
            Host host) {
        this.clientRows = clientRows;
        this.memory = memory;
        this.table = table;
        this.partitions = partitions;
        this.generations = generations;
        this.days = days;
        this.events = events;
        this.host = host;
        generations.onStall(this::giveUpRebuild);
    }

    private void giveUpRebuild() {
        generations.giveUp().forEach(days::reopened);
        memory.recount();
    }

    /** Applies a mark at its position. */
    void apply(Partition partition, Mark mark) {
        LogPlace before = partition.placeWithoutDigest();
        partition.marked(mark);
        try {
            act(partition, mark, before);
        } catch (
                RuntimeException bug) { // the position is taken: the rows behind it must not wait for a mark that fails
            LOG.atError()
                    .setCause(bug)
                    .addKeyValue("table", table)
                    .addKeyValue("partition", partition.name())
                    .addKeyValue("position", partition.next())
                    .addKeyValue("mark", mark)
                    .log("a mark could not be applied");
        }
    }

    private void act(Partition partition, Mark mark, LogPlace before) {
        switch (mark.kind()) {
            case PLACE -> {
                if (mark.place().rows() == 0) {
                    generations.logBegan(partition, mark.place());
                } else if (before.follows() && before.rows() == mark.place().rows()) {
                    generations.logNamed(partition, mark.place());
                }
            }
            case END_OF_DAY -> {
                if (mark.place().rows() == 0) {
                    generations.logBegan(partition, mark.place());
                }
                dayEnded(partition, mark.date(), before);
            }
            case END_OF_PERIOD ->
                events.say(Level.INFO, "endOfPeriod", partition.name(), new JsonObject().put("reason", mark.reason()));
            case GAP -> generations.gap(partition, mark);
            case REBUILD -> rebuild(partition, mark, before);
            case REBUILT -> generations.rebuilt(partition);
            case SNAPSHOT -> waitFor(generations.snapshotEnded(partition));
        }
    }

    /**
     * Has a new generation begun. In a keyed table the partition's rows have superseded those of others, so those that have a log
     * are forgotten: they bring their rows again.
     */
    private void rebuild(Partition partition, Mark mark, LogPlace before) {
        days.begunAnew(partition, DayRule.ofLog(mark.place().log()));
        if (generations.isKeyed()) {
            for (Partition other : partitions.forgetReplayable(partition)) {
                generations.forgotten(other);
                days.forgotten(other, partition);
            }
        }
        waitFor(generations.rebuild(partition, mark, before));
    }

    /** Holds rows until the table's rows are copied. */
    private void waitFor(Future<Void> copied) {
        clientRows.pause();
        copied.onComplete(done -> {
            memory.recount();
            clientRows.resume();
            days.resumed();
        });
    }

    /** Ends a day that is plausible, at the place where the partition stood before. Another one is reported, and ends nothing. */
    private void dayEnded(Partition partition, @Nullable LocalDate told, LogPlace before) {
        DayRule rule = DayRule.at(host.now());
        LocalDate day = told != null ? told : rule.untold(before.log(), before.follows());
        String doubt = rule.doubt(day, DayRule.ofLog(before.log(), before.follows()));
        if (doubt.isEmpty()) {
            days.ended(partition, day);
        } else {
            events.say(
                    Level.WARN,
                    "implausibleEndOfDay",
                    partition.name(),
                    new JsonObject().put("date", DayRule.text(day)).put("reason", doubt));
        }
    }
}
