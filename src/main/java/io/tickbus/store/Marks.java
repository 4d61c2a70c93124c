package io.tickbus.store;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What the marks of a topic's partitions bring about. */
final class Marks {
    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);
    /** kdb+tick's logs end with the day, as in {@code sym2026.11.23}. */
    private static final Pattern DATED_LOG = Pattern.compile("(\\d{4})\\.(\\d{2})\\.(\\d{2})$");

    private final String table;
    private final Partitions partitions;
    private final Generations generations;
    private final EndOfDay days;
    private final ClientRows clientRows;
    private final Events events;
    private final Host host;

    Marks(
            String table,
            Partitions partitions,
            Generations generations,
            EndOfDay days,
            ClientRows clientRows,
            Events events,
            Host host) {
        this.clientRows = clientRows;
        this.table = table;
        this.partitions = partitions;
        this.generations = generations;
        this.days = days;
        this.events = events;
        this.host = host;
    }

    /** Applies a mark at its position. */
    void apply(Partition partition, Mark mark) {
        LogPlace before = partition.place();
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
                days.ended(partition, endedDay(mark, before));
            }
            case END_OF_PERIOD ->
                events.say(Level.INFO, "endOfPeriod", partition.name(), new JsonObject().put("reason", mark.reason()));
            case GAP -> generations.gap(partition, mark);
            case REBUILD -> rebuild(partition, mark);
            case REBUILT -> generations.rebuilt(partition);
        }
    }

    /**
     * Has a new generation begun. In a keyed table the partition's rows have superseded those of others, so those that have a log
     * are forgotten: they bring their rows again.
     */
    private void rebuild(Partition partition, Mark mark) {
        if (generations.isKeyed()) {
            for (Partition other : partitions.forgetReplayable(partition)) {
                generations.forgotten(other);
                days.forgotten(other, partition);
            }
        }
        clientRows.pause();
        generations.rebuild(partition, mark).onComplete(begun -> {
            clientRows.resume();
            days.resumed();
        });
    }

    /** The day that ended: as the mark says, else as the name of the log that ended does, else today's in UTC. */
    private LocalDate endedDay(Mark mark, LogPlace before) {
        if (mark.date() != null) {
            return mark.date();
        }
        Matcher name = DATED_LOG.matcher(before.log());
        try {
            if (name.find()) {
                return LocalDate.of(
                        Integer.parseInt(name.group(1)),
                        Integer.parseInt(name.group(2)),
                        Integer.parseInt(name.group(3)));
            }
        } catch (DateTimeException noDate) {
            // Digits of another meaning.
        }
        return LocalDate.ofInstant(host.now(), ZoneOffset.UTC);
    }
}
