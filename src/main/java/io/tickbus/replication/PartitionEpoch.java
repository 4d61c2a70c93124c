package io.tickbus.replication;

import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;

/**
 * What lets a partition bring rows: each time that it is opened the owner gives it another one, and takes batches of the last
 * one only. So nothing arrives late from a subscriber that was replaced, or at an owner that was.
 *
 * @param epoch of the owner: rises with each owner of the tables
 * @param number of the opening under this owner, from 1 on; 0 for a partition that was never opened
 */
public record PartitionEpoch(long epoch, long number) {
    /** Of rows that come from no partition, or from one that was never opened. */
    public static final PartitionEpoch NONE = new PartitionEpoch(0, 0);

    /** Returns both numbers, as in {@code 7.2}. */
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
