package io.tickbus.store;

import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The partitions of a topic. A batch is applied at exactly its partition's next position: what comes earlier is a duplicate,
 * and is dropped and counted; what comes later would leave a gap, and is refused.
 */
final class Partitions {
    private final Map<String, PartitionProgress> byName = new HashMap<>();
    private long duplicates;
    private long fenced;

    /** The partition of a name; one that nobody has heard of begins at 0. */
    PartitionProgress of(String name) {
        return byName.computeIfAbsent(name, PartitionProgress::new);
    }

    Collection<PartitionProgress> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /**
     * Digests rows that wait for it.
     *
     * @param rowsMax of those, in all
     * @return whether none wait any more
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

    /** Rows and marks dropped because they were here already. */
    long duplicates() {
        return duplicates;
    }

    /** Rows refused because their partition was opened again since they were sent. */
    long fenced() {
        return fenced;
    }

    /**
     * Lets a batch through if it carries its partition's opening.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#FENCED} when it does not
     */
    void requireCurrent(PartitionProgress partition, Batch batch) {
        if (!batch.partitionEpoch().equals(partition.partitionEpoch())) {
            fenced += batch.rows().size();
            throw Failure.FENCED.because(
                    "partition " + partition.name() + " of " + batch.topic() + " has been opened again: its epoch is "
                            + partition.partitionEpoch() + ", the batch has " + batch.partitionEpoch());
        }
    }

    /** Counts what was here already. */
    void drop(long rowsAndMarks) {
        duplicates += rowsAndMarks;
    }

    /** Forgets all others that have a log, and returns them: each begins anew at position 0, and brings its rows again. */
    List<PartitionProgress> removeReplayable(PartitionProgress kept) {
        List<PartitionProgress> forgotten = byName.values().stream()
                .filter(other -> other != kept && other.hasLog())
                .toList();
        byName.values().removeAll(forgotten);
        return forgotten;
    }

    /** Forgets all of them, since the table begins anew with other columns. */
    void reset() {
        byName.clear();
    }

    /**
     * The rows of a batch that are new.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#GAP} when something before them is missing
     */
    Flip newRows(PartitionProgress partition, Batch batch) {
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
     * Whether the mark of a batch is new.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#GAP} when something before it is missing
     */
    boolean isNewControlRecord(PartitionProgress partition, Batch batch) {
        boolean isNew = knownCount(partition, batch) == 0;
        drop(isNew ? 0 : 1);
        return isNew;
    }

    private static long knownCount(PartitionProgress partition, Batch batch) {
        long known = partition.next() - batch.position();
        if (known < 0) {
            throw Failure.GAP.because(batch.topic() + " of " + batch.partition() + " is at position " + partition.next()
                    + ", not " + batch.position());
        }
        return known;
    }
}
