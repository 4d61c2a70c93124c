package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.replication.PartitionBatch;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The partitions of a topic. A batch is applied only at its partition's next position. An earlier batch is a duplicate,
 * which is dropped and counted. A later batch is refused, because rows before it are missing. Only the owner's thread
 * uses this class.
 */
final class Partitions {
    private final Map<String, PartitionProgress> byName = new HashMap<>();
    private long duplicates;
    private long fenced;

    /** Returns the partition with the given name. A new partition is at position 0. */
    PartitionProgress of(String name) {
        return byName.computeIfAbsent(name, PartitionProgress::new);
    }

    Collection<PartitionProgress> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /**
     * Digests waiting rows.
     *
     * @param rowsMax limit on the number of rows to digest, for all partitions together
     * @return true if all waiting rows are digested now
     */
    boolean digest(int rowsMax) {
        int left = rowsMax;
        for (PartitionProgress partition : byName.values()) {
            left -= partition.digest(left);
            if (left == 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the number of rows and control records that were dropped as duplicates. */
    long duplicates() {
        return duplicates;
    }

    /** Returns the number of rows that were refused because they had an old partition epoch. */
    long fenced() {
        return fenced;
    }

    /**
     * Checks that a batch has the current epoch of its partition.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#FENCED} if the batch has another epoch
     */
    void requireCurrent(PartitionProgress partition, PartitionBatch batch) {
        if (!batch.partitionEpoch().equals(partition.partitionEpoch())) {
            fenced += batch.rows().size();
            throw Failure.FENCED.because(
                    "partition " + partition.name() + " of " + batch.topic() + " has been opened again: its epoch is "
                            + partition.partitionEpoch() + ", the batch has " + batch.partitionEpoch());
        }
    }

    void drop(long rowsAndMarks) {
        duplicates += rowsAndMarks;
    }

    /**
     * Removes all partitions that have a log, except the given partition, and returns them. Each removed partition
     * restarts at position 0 and sends its rows again.
     */
    List<PartitionProgress> removeReplayable(PartitionProgress kept) {
        List<PartitionProgress> forgotten = byName.values().stream()
                .filter(other -> other != kept && other.hasLog())
                .toList();
        byName.values().removeAll(forgotten);
        return forgotten;
    }

    /** Removes all partitions, because the table gets other columns. */
    void reset() {
        byName.clear();
    }

    /**
     * Returns the new rows of a batch, and drops the duplicates before them.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#GAP} if rows before the batch are missing
     */
    Flip newRows(PartitionProgress partition, PartitionBatch batch) {
        Flip rows = batch.rows();
        long known = knownCount(partition, batch);
        if (known == 0) {
            return rows;
        }
        int dropped = (int) Math.min(known, rows.size());
        drop(dropped);
        return rows.slice(dropped, rows.size() - dropped);
    }

    /**
     * Returns whether the control record of a batch is new.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#GAP} if rows before the control record are missing
     */
    boolean isNewControlRecord(PartitionProgress partition, PartitionBatch batch) {
        boolean isNew = knownCount(partition, batch) == 0;
        drop(isNew ? 0 : 1);
        return isNew;
    }

    private static long knownCount(PartitionProgress partition, PartitionBatch batch) {
        long known = partition.next() - batch.position();
        if (known < 0) {
            throw Failure.GAP.because(batch.topic() + " of " + batch.partition() + " is at position " + partition.next()
                    + ", not " + batch.position());
        }
        return known;
    }
}
