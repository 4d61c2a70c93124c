package io.tickbus.store;

import io.tickbus.q.Flip;
import io.tickbus.replication.LogPosition;
import io.tickbus.table.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Generation of a topic's table: its rows from its creation, or from a rebuild, to the next rebuild.
 * {@link Generations} holds the generation that is read and the one that is written. Owner's thread only.
 */
final class Generation {
    private final long number;
    private final IntSupplier newSource;
    private final Map<String, SourceLogs> partitions = new HashMap<>();
    private Table table;

    /**
     * @param number 0 for the first generation of a topic
     * @param newSource returns a source that no row of the topic has
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

    /** Returns what is missing of all partitions' rows. */
    Completeness completeness() {
        Completeness all = Completeness.WHOLE;
        for (SourceLogs logs : partitions.values()) {
            all = all.and(logs.completeness());
        }
        return all;
    }

    /** Returns the logs that a partition's rows come from. */
    SourceLogs logs(PartitionProgress partition) {
        return partitions.computeIfAbsent(partition.name(), name -> new SourceLogs(newSource.getAsInt()));
    }

    /**
     * Appends rows, and returns the offset of the first.
     *
     * @param from the partition; null for rows of clients
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
     * @param from the partition; null for rows of clients
     */
    int source(@Nullable PartitionProgress from) {
        return from == null ? Table.NO_SOURCE : logs(from).source();
    }

    /** Records that the next rows of a partition come from a log, from its start on. */
    void logBegan(PartitionProgress partition, LogPosition start) {
        logs(partition).logBegan(start, newSource.getAsInt());
    }

    /**
     * Records missing rows of a partition.
     *
     * @param rows the number of rows, {@link LogPosition#UNKNOWN} if it is not known
     */
    void gap(PartitionProgress partition, long rows, Instant now) {
        logs(partition).gap(rows, now);
    }

    /** Removes all rows. Offsets continue. */
    void clear() {
        table = table.emptyFrom(table.nextOffset());
        partitions.values().forEach(SourceLogs::cleared);
    }

    /** Returns the sources of the rows of some partitions. */
    IntPredicate sources(Set<PartitionProgress> some) {
        return some.stream().map(partition -> logs(partition).sources()).reduce(source -> false, IntPredicate::or);
    }

    /** Takes over another generation's logs of all partitions, except some. */
    void adoptLogs(Generation other, Set<PartitionProgress> but) {
        Set<String> own = but.stream().map(PartitionProgress::name).collect(Collectors.toSet());
        other.partitions.forEach((name, logs) -> {
            if (!own.contains(name)) {
                partitions.put(name, logs.copy());
            }
        });
    }

    /**
     * Returns a generation with the same logs and other rows.
     *
     * @param following number of the new generation
     */
    Generation copyWith(long following, Table rows) {
        Generation next = new Generation(following, rows, newSource);
        partitions.forEach((name, logs) -> next.partitions.put(name, logs.copy()));
        return next;
    }

    /**
     * Returns the next generation, before the first row of the replayed log arrives.
     *
     * @param following number of the next generation
     * @param rows the rows that it begins with
     * @param by the partition that replays a log
     * @param start where that log begins
     */
    Generation successor(long following, Table rows, PartitionProgress by, LogPosition start) {
        Generation next = copyWith(following, rows);
        next.partitions.put(by.name(), logs(by).successor(start, newSource.getAsInt()));
        return next;
    }
}
