package io.tickbus.store;

import io.tickbus.event.LogPosition;
import io.tickbus.q.Flip;
import io.tickbus.table.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One life of a topic's table: from its making, or from a rebuild, to the next rebuild. */
final class Generation {
    private final long number;
    private final IntSupplier newSource;
    private final Map<String, SourceLogs> partitions = new HashMap<>();
    private Table table;

    /**
     * @param number 0 for the first of a topic
     * @param newSource gives a source that no rows of the topic have
     */
    Generation(long number, Table table, IntSupplier newSource) {
        this.number = number;
        this.table = table;
        this.newSource = newSource;
    }

    long number() {
        return number;
    }

    Table table() {
        return table;
    }

    /** What all partitions' rows miss. */
    Completeness completeness() {
        Completeness all = Completeness.WHOLE;
        for (SourceLogs logs : partitions.values()) {
            all = all.and(logs.completeness());
        }
        return all;
    }

    /** The logs that a partition's rows are of. */
    SourceLogs logs(PartitionProgress partition) {
        return partitions.computeIfAbsent(partition.name(), name -> new SourceLogs(newSource.getAsInt()));
    }

    /**
     * Appends rows; gives the offset of the first.
     *
     * @param from null for rows of clients
     */
    long append(Flip rows, @Nullable PartitionProgress from) {
        if (from != null) {
            logs(from).appended(rows.size());
        }
        return table.append(rows, source(from));
    }

    /**
     * Returns the source of the next rows.
     *
     * @param from null for rows of clients
     */
    int source(@Nullable PartitionProgress from) {
        return from == null ? Table.NO_SOURCE : logs(from).source();
    }

    /** Notes that a partition's rows to come are those of a log from its start on. */
    void logBegan(PartitionProgress partition, LogPosition start) {
        logs(partition).logBegan(start, newSource.getAsInt());
    }

    /** Notes rows that are missing; {@link LogPosition#UNKNOWN} when their number is not known. */
    void gap(PartitionProgress partition, long rows, Instant now) {
        logs(partition).gap(rows, now);
    }

    /** Lets all rows go; offsets go on. */
    void clear() {
        table = table.emptyFrom(table.nextOffset());
        partitions.values().forEach(SourceLogs::cleared);
    }

    /** The sources of the rows of some partitions. */
    IntPredicate sources(Set<PartitionProgress> some) {
        return some.stream().map(partition -> logs(partition).sources()).reduce(source -> false, IntPredicate::or);
    }

    /** Goes on with the logs that another generation has of all partitions but some. */
    void adoptLogs(Generation other, Set<PartitionProgress> but) {
        Set<String> own = but.stream().map(PartitionProgress::name).collect(Collectors.toSet());
        other.partitions.forEach((name, logs) -> {
            if (!own.contains(name)) {
                partitions.put(name, logs.copy());
            }
        });
    }

    /**
     * Returns a generation with the same logs and fewer rows.
     *
     * @param following its number
     */
    Generation copyWith(long following, Table rows) {
        Generation next = new Generation(following, rows, newSource);
        partitions.forEach((name, logs) -> next.partitions.put(name, logs.copy()));
        return next;
    }

    /**
     * The generation that follows, before its first row comes from the log.
     *
     * @param following its number
     * @param rows those that it begins with
     * @param start of the log that the partition is going to replay
     */
    Generation successor(long following, Table rows, PartitionProgress by, LogPosition start) {
        Generation next = copyWith(following, rows);
        next.partitions.put(by.name(), logs(by).successor(start, newSource.getAsInt()));
        return next;
    }
}
