package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import java.util.List;

/**
 * A subscriber's first word about a topic. The reply is an {@link Appended} whose {@link Appended#position} the subscriber's
 * next row has.
 *
 * @param position where the subscriber stands when it comes back to an owner that may be new, or {@link #UNKNOWN}
 * @param schema of the rows to come; makes the table when there is none of this name
 */
public record PartitionOpening(String topic, String partition, long position, Schema schema) {
    /** The subscriber has taken nothing yet, and asks where to go on. */
    public static final long UNKNOWN = -1;

    static final QCodec<PartitionOpening> CODEC =
            new QCodec<>("tickbus.opening", PartitionOpening.class, PartitionOpening::toValues, PartitionOpening::of);

    private List<Value> toValues() {
        return List.of(
                Atom.symbol(topic),
                Atom.symbol(partition),
                Atom.ofLong(position),
                schema.empty(),
                Atom.ofLong(schema.keys()));
    }

    private static PartitionOpening of(Fields fields) {
        Flip columns = fields.flip(3);
        Schema schema = Schema.of(columns).keyedBy((int) fields.longAt(4));
        return new PartitionOpening(fields.symbol(0), fields.symbol(1), fields.longAt(2), schema);
    }
}
