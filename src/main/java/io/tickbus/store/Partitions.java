package io.tickbus.store;

import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Standing;
import io.tickbus.q.Flip;
import java.util.HashMap;
import java.util.Map;

/**
 * The next position of each partition of a topic: a batch is applied at exactly that one. Earlier rows are duplicates, and
 * are dropped and counted; later ones would leave a gap, and are refused.
 */
final class Partitions {
    private static final class Partition {
        private long next;
        private long refused;
        private LogPlace place = LogPlace.NOWHERE;
        private Flip last;

        Partition(Flip none) {
            this.last = none;
        }
    }

    private final Map<String, Partition> byName = new HashMap<>();
    private final Flip none;
    private long duplicates;

    Partitions(Flip none) {
        this.none = none;
    }

    /** Where a partition goes on. */
    Standing open(String name) {
        Partition partition = partition(name);
        return new Standing(partition.next, partition.refused, partition.place, partition.last);
    }

    private Partition partition(String name) {
        return byName.computeIfAbsent(name, unknown -> new Partition(none));
    }

    /** Rows dropped because they were here already. */
    long duplicates() {
        return duplicates;
    }

    /**
     * The rows of a batch that are new.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#GAP} when rows before them are missing
     */
    Flip newRows(Batch batch) {
        Flip rows = batch.rows();
        if (!batch.isPositioned()) {
            return rows;
        }
        long next = partition(batch.partition()).next;
        if (batch.position() > next) {
            throw Failure.GAP.because(batch.topic() + " of " + batch.partition() + " is at position " + next + ", not "
                    + batch.position());
        }
        int known = (int) Math.min(next - batch.position(), rows.size());
        return rows.slice(known, rows.size() - known);
    }

    /** Acknowledges a batch whose new rows were applied, the first at an offset. */
    Appended applied(Batch batch, long offset, int newRows) {
        if (!batch.isPositioned()) {
            return new Appended(offset, newRows, 0);
        }
        Partition partition = partition(batch.partition());
        duplicates += batch.rows().size() - newRows;
        partition.next += newRows;
        return new Appended(offset, newRows, partition.next, partition.refused);
    }

    /** Takes the positions of a batch whose new rows were refused for good. */
    void refused(Batch batch, int newRows) {
        if (batch.isPositioned()) {
            Partition partition = partition(batch.partition());
            duplicates += batch.rows().size() - newRows;
            partition.next += newRows;
            partition.refused += newRows;
        }
    }
}
