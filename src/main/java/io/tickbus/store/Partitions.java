package io.tickbus.store;

import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.PartitionOpening;
import io.tickbus.q.Flip;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The next position of each partition of a topic: a batch is applied at exactly that one. Earlier rows are duplicates, and
 * are dropped and counted; later ones would leave a gap, and are refused.
 */
final class Partitions {
    private final Map<String, Long> nextPositions = new HashMap<>();
    private long duplicates;

    /** The position at which a partition goes on; one that stands past what is here has lost rows, which it knows. */
    long open(PartitionOpening opening) {
        long here = next(opening.partition());
        long next = Math.max(here, opening.position());
        nextPositions.put(opening.partition(), next);
        return next;
    }

    long next(String partition) {
        return Objects.requireNonNullElse(nextPositions.get(partition), 0L);
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
        long next = next(batch.partition());
        if (batch.position() > next) {
            throw Failure.GAP.because(batch.topic() + " of " + batch.partition() + " is at position " + next + ", not "
                    + batch.position());
        }
        int known = (int) Math.min(next - batch.position(), rows.size());
        return rows.slice(known, rows.size() - known);
    }

    /** Takes the positions of a batch whose new rows were applied, or refused for good. */
    void taken(Batch batch, int newRows) {
        if (batch.isPositioned()) {
            duplicates += batch.rows().size() - newRows;
            nextPositions.merge(batch.partition(), (long) newRows, Long::sum);
        }
    }
}
