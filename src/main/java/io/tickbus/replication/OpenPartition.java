package io.tickbus.replication;

import io.tickbus.event.QCodec;
import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import java.util.List;

/**
 * A request to open a partition. A subscriber sends it before the first row of a topic, and again after every
 * interruption. The owner creates the table if it does not exist, and replies with a {@link PartitionState}. The
 * subscriber continues from this state. Immutable.
 *
 * @param topic the table's name
 * @param partition the subscriber's name
 * @param schema the columns of the rows that follow
 */
public record OpenPartition(String topic, String partition, Schema schema) {
    /** The address of this request. The reply is a {@link PartitionState}. */
    public static final String ADDRESS = "tickbus.tables.open";

    static final QCodec<OpenPartition> CODEC =
            new QCodec<>("tickbus.opening", OpenPartition.class, OpenPartition::toValues, OpenPartition::of);

    private List<Value> toValues() {
        return List.of(Atom.symbol(topic), Atom.symbol(partition), schema.empty(), Atom.ofLong(schema.keys()));
    }

    private static OpenPartition of(WireFields fields) {
        Flip columns = fields.flip(2);
        Schema schema = Schema.of(columns).keyedBy((int) fields.longAt(3));
        return new OpenPartition(fields.symbol(0), fields.symbol(1), schema);
    }
}
