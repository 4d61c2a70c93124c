package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.Value;
import java.util.List;

/**
 * Rows on their way to a table.
 *
 * @param topic the table's name
 * @param partition the subscriber they came from, or {@link #UNPOSITIONED}
 * @param position rows of the topic that the partition had taken before these; meaningless without a partition
 * @param rows columns named and typed as the table's
 */
public record Batch(String topic, String partition, long position, Flip rows) {
    /** The partition of rows that an application sends: they are applied as they come. */
    public static final String UNPOSITIONED = "";

    static final QCodec<Batch> CODEC = new QCodec<>("tickbus.batch", Batch.class, Batch::toValues, Batch::of);

    /** Rows of an application's own. */
    public static Batch of(String topic, Flip rows) {
        return new Batch(topic, UNPOSITIONED, 0, rows);
    }

    public boolean isPositioned() {
        return !partition.equals(UNPOSITIONED);
    }

    private List<Value> toValues() {
        return List.of(Atom.symbol(topic), Atom.symbol(partition), Atom.ofLong(position), rows);
    }

    private static Batch of(Fields fields) {
        return new Batch(fields.symbol(0), fields.symbol(1), fields.longAt(2), fields.flip(3));
    }
}
