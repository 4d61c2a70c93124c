package io.tickbus.store;

import io.tickbus.event.Mark;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What the marks of a topic's partitions bring about. */
final class Marks {
    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);

    private final String table;
    private final Partitions partitions;
    private final Generations generations;
    private final Events events;

    Marks(String table, Partitions partitions, Generations generations, Events events) {
        this.table = table;
        this.partitions = partitions;
        this.generations = generations;
        this.events = events;
    }

    /** Applies a mark at its position. */
    void apply(Partition partition, Mark mark) {
        partition.marked(mark);
        try {
            act(partition, mark);
        } catch (
                RuntimeException bug) { // the position is taken: the rows behind it must not wait for a mark that fails
            LOG.atError()
                    .setCause(bug)
                    .addKeyValue("table", table)
                    .addKeyValue("partition", partition.name())
                    .log("mark {} could not be applied", mark);
        }
    }

    private void act(Partition partition, Mark mark) {
        switch (mark.kind()) {
            case PLACE -> {
                if (mark.place().rows() == 0) {
                    generations.logBegan();
                }
            }
            case END_OF_DAY -> generations.logBegan();
            case END_OF_PERIOD ->
                events.say(Level.INFO, "endOfPeriod", partition.name(), new JsonObject().put("reason", mark.reason()));
            case GAP -> generations.gap(partition, mark);
            case REBUILD -> {
                generations.rebuild(partition, mark, partitions.isAlone(partition));
                partitions.forgetAllBut(partition);
            }
            case REBUILT -> generations.rebuilt(partition);
        }
    }
}
