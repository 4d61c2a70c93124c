package io.tickbus.store;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.q.Flip;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The generation of a table that is read, and the one that is written: the same, but while a partition rebuilds the table from
 * its log. Then rows go to the new one, and the old one stays readable as it was until the new one is whole.
 */
final class Generations {
    private record Rebuild(Partition by, Instant since) {}

    private final Fetches fetches;
    private final Events events;
    private final Host host;
    private Generation read;
    private Generation written;
    private @Nullable Rebuild rebuild;

    /** @param fetches of the same table */
    Generations(Table table, Fetches fetches, Events events, Host host) {
        this.fetches = fetches;
        this.events = events;
        this.host = host;
        this.read = new Generation(0, table);
        this.written = read;
    }

    /** The table that questions are about. */
    Table readTable() {
        return read.table();
    }

    /** The number of the generation that is read. */
    long read() {
        return read.number();
    }

    /** What is missing in the table that questions are about. */
    Completeness completeness() {
        return read.completeness();
    }

    /** The table that rows go to. */
    Table writtenTable() {
        return written.table();
    }

    /** Appends rows; gives the offset of the first. */
    long append(Flip rows, boolean ofClient) {
        long offset = written.append(rows, ofClient);
        if (written == read) {
            fetches.rowsCame();
        }
        return offset;
    }

    void logBegan(LogPlace start) {
        written.logBegan(start);
    }

    void logNamed(LogPlace place) {
        written.logNamed(place);
    }

    void gap(Partition partition, Mark mark) {
        Instant now = host.now();
        written.gap(mark.rows(), now);
        Instant since = Objects.requireNonNullElse(written.completeness().since(), now);
        events.say(
                Level.WARN,
                "gap",
                partition.name(),
                new JsonObject()
                        .put("rows", mark.rows() == LogPlace.UNKNOWN ? null : mark.rows())
                        .put("reason", mark.reason())
                        .put("since", since.toString()));
    }

    /** Lets all rows go; offsets go on. Gives the rows that left, which a reader may still hold. */
    Snapshot clear() {
        Snapshot left = written.table().snapshot();
        written.clear();
        if (written == read) {
            fetches.turnTo(read);
            fetches.keepForAWhile(left);
        }
        return left;
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
        events.say(
                Level.WARN,
                "columnsChanged",
                partition,
                new JsonObject()
                        .put("reason", difference)
                        .put("generation", read.number() + 1)
                        .put("columns", empty.schema().toString())
                        .put("rows", left.count())
                        .put("clientRows", read.clientRows()));
        rebuild = null;
        read = new Generation(read.number() + 1, empty);
        written = read;
        fetches.turnTo(read);
        return left;
    }

    /**
     * Begins a new generation. One that was begun before and is not whole is let go, but its offsets are not used again.
     *
     * @param alone whether no other partition has brought rows to the table
     * @param journaledRows of clients that can be brought back
     * @return whether they have to be, before anything else comes: {@link #logFollows} then
     */
    boolean rebuild(Partition partition, Mark mark, boolean alone, long journaledRows) {
        Generation before =
                isRebuiltBy(partition) ? written : read; // what is whole of one that was begun is not done again
        boolean carries = alone && before.isOf(mark.place());
        long carried = carries ? before.rowsBeforeLog() : 0;
        boolean bringsBack = carried == 0 && journaledRows > 0;
        long clientRows =
                carried > 0 || bringsBack ? 0 : read.clientRows() + (written == read ? 0 : written.clientRows());
        written = before.successor(read.number() + 1, written.table().nextOffset(), mark.place(), carries);
        rebuild = new Rebuild(partition, host.now());
        events.say(
                Level.WARN,
                "rebuild",
                partition.name(),
                new JsonObject()
                        .put("reason", mark.reason())
                        .put("generation", written.number())
                        .put("rows", Math.max(0, read.table().count() - carried))
                        .put("clientRows", clientRows)
                        .put("journaledRows", bringsBack ? journaledRows : 0)
                        .put("carriedRows", carried));
        return bringsBack;
    }

    void logFollows() {
        written.logFollows();
    }

    boolean isRebuiltBy(Partition partition) {
        return rebuild != null && rebuild.by == partition;
    }

    /** Puts the new generation in the old one's place, if it is this partition that brought it. */
    void rebuilt(Partition partition) {
        if (!isRebuiltBy(partition)) {
            return; // said to be safe, by one who cannot know that it was said before
        }
        rebuild = null;
        read = written;
        events.say(
                Level.INFO,
                "rebuilt",
                partition.name(),
                new JsonObject()
                        .put("generation", read.number())
                        .put("rows", read.table().count()));
        fetches.turnTo(read);
    }

    /** Adds {@code generation}, what is missing, and {@code rebuildingSince} while the next one is being made. */
    void describe(JsonObject table) {
        table.put("generation", read.number());
        read.completeness().describe(table);
        if (rebuild != null) {
            table.put("rebuildingSince", rebuild.since.toString()).put("rebuildingBy", rebuild.by.name());
        }
    }
}
