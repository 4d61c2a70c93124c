package io.tickbus.store;

import io.tickbus.q.Flip;
import io.tickbus.replication.LogPosition;
import io.tickbus.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A generation of a topic's table. A new generation begins when the table is rebuilt, loses deleted keys, or gets new
 * columns. {@link Generations} has the generation that is read and the generation that is written. Only the owner's
 * thread uses this class.
 */
final class Generation {
    private final long number;
    private final IntSupplier newSource;
    private final Map<String, SourceLogs> partitions = new HashMap<>();
    private final DayEnds dayEnds = new DayEnds();
    private Table table;

    /**
     * @param number the number of the generation; 0 is the first generation of a topic
     * @param newSource returns an unused source number; rows of one log have the same source number
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

    DayEnds dayEnds() {
        return dayEnds;
    }

    /** Records that a day ends before the next row. */
    void dayEnded(LocalDate day) {
        dayEnds.add(day, table.nextOffset());
    }

    /** Returns the known gaps of all partitions together. */
    Completeness completeness() {
        Completeness all = Completeness.WHOLE;
        for (SourceLogs logs : partitions.values()) {
            all = all.and(logs.completeness());
        }
        return all;
    }

    /** Returns the logs that contain a partition's rows. */
    SourceLogs logs(PartitionProgress partition) {
        return partitions.computeIfAbsent(partition.name(), name -> new SourceLogs(newSource.getAsInt()));
    }

    /**
     * Appends rows, and returns the offset of the first row.
     *
     * @param from the partition of the rows; null for rows of clients
     */
    long append(Flip rows, @Nullable PartitionProgress from) {
        if (from != null) {
            logs(from).appended(rows.size());
        }
        return table.append(rows, source(from));
    }

    /**
     * Returns the source number for the next rows of a partition.
     *
     * @param from the partition; null for rows of clients
     */
    int source(@Nullable PartitionProgress from) {
        return from == null ? Table.NO_SOURCE : logs(from).source();
    }

    /** Records that the next rows of a partition are the first rows of a log. */
    void logBegan(PartitionProgress partition, LogPosition start) {
        logs(partition).logBegan(start, newSource.getAsInt());
    }

    /**
     * Records missing rows of a partition.
     *
     * @param rows the number of rows, or {@link LogPosition#UNKNOWN}
     */
    void gap(PartitionProgress partition, long rows, Instant now) {
        logs(partition).gap(rows, now);
    }

    /** Removes all rows. Offsets continue. */
    void clear() {
        table = table.emptyFrom(table.nextOffset());
        partitions.values().forEach(SourceLogs::cleared);
    }

    /** Returns a test for the source numbers of the given partitions. */
    IntPredicate sources(Set<PartitionProgress> some) {
        return some.stream().map(partition -> logs(partition).sources()).reduce(source -> false, IntPredicate::or);
    }

    /**
     * Copies the logs of partitions from another generation.
     *
     * @param but the partitions whose logs are not copied
     */
    void adoptLogs(Generation other, Set<PartitionProgress> but) {
        Set<String> own = but.stream().map(PartitionProgress::name).collect(Collectors.toSet());
        other.partitions.forEach((name, logs) -> {
            if (!own.contains(name)) {
                partitions.put(name, logs.copy());
            }
        });
    }

    /**
     * Returns a new generation with the given rows and with copies of this generation's logs. The rows have new
     * offsets, so the ends of days are not copied.
     *
     * @param following the number of the new generation
     */
    Generation copyWith(long following, Table rows) {
        Generation next = new Generation(following, rows, newSource);
        partitions.forEach((name, logs) -> next.partitions.put(name, logs.copy()));
        return next;
    }

    /**
     * Returns the next generation, in which a partition will replay a log.
     *
     * @param following the number of the next generation
     * @param rows the first rows of the next generation
     * @param by the partition that replays the log
     * @param start the start of the log
     */
    Generation successor(long following, Table rows, PartitionProgress by, LogPosition start) {
        Generation next = copyWith(following, rows);
        next.partitions.put(by.name(), logs(by).successor(start, newSource.getAsInt()));
        return next;
    }
}
