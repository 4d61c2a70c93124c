package io.tickbus.replication;

import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;

/**
 * The fencing token of a partition. The owner issues a new token each time the partition is opened, and accepts only
 * batches with the newest token. Late batches of a replaced subscriber are therefore refused. A replaced owner does not
 * know the new tokens, so it refuses new batches.
 *
 * @param epoch the owner's epoch, which is higher for each new owner of the tables
 * @param number how often this owner has opened the partition, from 1; 0 for a partition that was never opened
 */
public record PartitionEpoch(long epoch, long number) {
    /** The epoch of a partition that was never opened. */
    public static final PartitionEpoch NONE = new PartitionEpoch(0, 0);

    /** Returns the epoch and the number, as in {@code 7.2}. */
    @Override
    public String toString() {
        return epoch + "." + number;
    }

    Value toValue() {
        return new GeneralList(Atom.ofLong(epoch), Atom.ofLong(number));
    }

    static PartitionEpoch of(Value value) {
        WireFields fields = new WireFields((GeneralList) value);
        return new PartitionEpoch(fields.longAt(0), fields.longAt(1));
    }
}
