package io.tickbus.store;

import io.tickbus.config.TableConfig;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.slf4j.event.Level;

/**
 * Ends a day for a table. The configuration decides whether the rows are kept, cleared or archived. {@link
 * EndOfDayBarrier} decides when the day ends. Only the owner's thread uses this class.
 */
final class DayAction {
    private final TableConfig.EndOfDay action;
    private final Generations generations;
    private final Archive archive;
    private final AppendSink appendSink;
    private final TableEvents events;
    private final StoreHost host;
    private final String table;

    DayAction(
            String table,
            TableConfig.EndOfDay action,
            Generations generations,
            Archive archive,
            AppendSink appendSink,
            TableEvents events,
            StoreHost host) {
        this.appendSink = appendSink;
        this.table = table;
        this.action = action;
        this.generations = generations;
        this.archive = archive;
        this.events = events;
        this.host = host;
    }

    /**
     * Begins a generation with other columns and no rows. If days are archived, the old rows are archived as a part of
     * the current day.
     *
     * @param partition the partition that has the new columns
     * @param difference describes the new columns
     * @param empty the table of the new generation
     */
    void columnsChange(String partition, String difference, Table empty) {
        Snapshot left = generations.columnsChange(partition, difference, empty);
        if (action == TableConfig.EndOfDay.ARCHIVE) {
            LocalDate today = LocalDate.ofInstant(host.now(), ZoneOffset.UTC);
            archive.write(new Archive.Day(table, today, left, Future.succeededFuture(EndedJournal.NONE), events));
        }
    }

    /**
     * Ends a day.
     *
     * @param partition the partition that was the last to end the day; empty if there is none
     * @param reason why the day ends without some partitions; empty if all partitions have ended the day
     */
    void end(LocalDate day, String partition, String reason) {
        long rows = generations.writtenTable().count();
        JsonObject details = new JsonObject()
                .put("date", day.toString())
                .put("rows", rows)
                .put("offset", generations.writtenTable().nextOffset())
                .put("action", action.name().toLowerCase(Locale.ROOT))
                .put("reason", reason);
        generations.writtenCompleteness().describeNumbers(details);
        events.publish(reason.isEmpty() ? Level.INFO : Level.WARN, "endOfDay", partition, details);
        generations.dayEnded(day);
        switch (action) {
            case KEEP -> {}
            case CLEAR -> {
                generations.clear();
                appendSink.dayEnded(false);
            }
            case ARCHIVE -> {
                Snapshot left = generations.clear();
                Future<EndedJournal> journal = appendSink.dayEnded(left.count() > 0);
                archive.write(new Archive.Day(table, day, left, journal, events));
            }
        }
    }
}
