package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import java.util.List;

/**
 * Where a partition stands with the owner: the reply to a {@link PartitionOpening}.
 *
 * @param position that its next row has; 0 when the owner has never had any
 * @param refused rows of the partition that were refused since it was opened
 * @param place in the tickerplant's log
 * @param last the last row of it, to be compared with what the log has at that place; empty when there was none
 * @param rebuilding whether it has said {@link Mark.Kind#REBUILD} and not yet {@link Mark.Kind#REBUILT}
 * @param opening what the partition's batches are to carry from now on
 */
public record Standing(long position, long refused, LogPlace place, Flip last, boolean rebuilding, Opening opening) {
    static final QCodec<Standing> CODEC = new QCodec<>(
            "tickbus.standing",
            Standing.class,
            reply -> List.of(
                    Atom.ofLong(reply.position),
                    Atom.ofLong(reply.refused),
                    reply.place.toValue(),
                    reply.last,
                    Atom.ofLong(reply.rebuilding ? 1 : 0),
                    reply.opening.toValue()),
            fields -> new Standing(
                    fields.longAt(0),
                    fields.longAt(1),
                    LogPlace.of(fields.value(2)),
                    fields.flip(3),
                    fields.longAt(4) != 0,
                    Opening.of(fields.value(5))));

    /** Returns the same with the last row as this one. */
    public Standing withLast(Flip row) {
        return new Standing(position, refused, place, row, rebuilding, opening);
    }

    /** Whether the owner has never heard of the partition, or has forgotten it. */
    public boolean isNew() {
        return position == 0;
    }
}
