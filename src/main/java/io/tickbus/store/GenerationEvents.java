package io.tickbus.store;

import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.table.Table;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import org.slf4j.event.Level;

/** Publishes events about a table's generations for operators. Only the owner's thread uses this class. */
final class GenerationEvents {
    private final TableEvents events;

    GenerationEvents(TableEvents events) {
        this.events = events;
    }

    /**
     * Publishes that rows are missing.
     *
     * @param rows the number of rows, or {@link LogPosition#UNKNOWN}
     */
    void gap(PartitionProgress partition, long rows, String reason, Instant since) {
        events.publish(
                Level.WARN,
                "gap",
                partition.name(),
                new JsonObject()
                        .put("rows", rows == LogPosition.UNKNOWN ? null : rows)
                        .put("reason", reason)
                        .put("since", since.toString()));
    }

    /** @param left the number of rows that left the table */
    void columnsChanged(String partition, String difference, Generation next, long left) {
        events.publish(
                Level.WARN,
                "columnsChanged",
                partition,
                new JsonObject()
                        .put("reason", difference)
                        .put("generation", next.number())
                        .put("columns", next.table().schema().text())
                        .put("rows", left));
    }

    /** @param left the number of rows that are not copied to the next generation */
    void rebuildBegan(PartitionProgress by, ControlRecord controlRecord, Generation next, long left) {
        events.publish(Level.WARN, "rebuild", by.name(), begun(controlRecord.reason(), next, left));
    }

    /** @param left the number of rows that left the table */
    void keysDeleted(PartitionProgress by, Generation next, long left) {
        String reason = "the tickerplant has these keys no more: they are not in its reply to the subscription";
        events.publish(Level.INFO, "keysDeleted", by.name(), begun(reason, next, left));
    }

    private static JsonObject begun(String reason, Generation next, long left) {
        return new JsonObject()
                .put("reason", reason)
                .put("generation", next.number())
                .put("rows", left)
                .put("keptRows", next.table().count());
    }

    /** @param rows the number of rows in the generation that is still read */
    void rebuildGivenUp(Set<PartitionProgress> by, String reason, long generation, long rows) {
        events.publish(
                Level.WARN,
                "rebuildGivenUp",
                String.join(", ", by.stream().map(PartitionProgress::name).toList()),
                new JsonObject()
                        .put("reason", reason)
                        .put("generation", generation)
                        .put("rows", rows));
    }

    /**
     * Publishes that queries read a new generation after a rebuild. If the new generation lacks fewer rows than the old
     * generation, also publishes that gaps were closed.
     *
     * @param lost the number of rows of the old generation that the new generation lacks
     * @param comparable true if no day ended during the rebuild, so the gaps of both generations can be compared
     */
    void rebuilt(PartitionProgress partition, Generation before, Generation now, long lost, boolean comparable) {
        Table table = now.table();
        JsonObject details = new JsonObject()
                .put("generation", now.number())
                .put("rows", table.count())
                .put("rowsBefore", before.table().count())
                .put("discardedRows", lost);
        before.completeness().describeBefore(details);
        now.completeness().describeNumbers(details);
        events.publish(lost == 0 ? Level.INFO : Level.WARN, "rebuilt", partition.name(), details);
        if (comparable && now.completeness().isBetterThan(before.completeness())) {
            JsonObject numbers = before.completeness().describeBefore(new JsonObject());
            now.completeness().describeNumbers(numbers);
            events.publish(
                    Level.INFO,
                    "gapsClosed",
                    partition.name(),
                    numbers.put("reason", "the log has brought as many rows as there were and as were missing"));
        }
    }
}
