package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.LongVector;
import io.tickbus.q.RowDigests;
import java.util.List;

/**
 * Where a partition stands with the owner: the reply to a {@link PartitionOpening}.
 *
 * @param position that its next row has; 0 when the owner has never had any
 * @param refused rows of the partition that were refused since it was opened
 * @param place in the tickerplant's log
 * @param digests of the first rows of that log that the partition has, of {@link RowDigests#toVector}
 * @param held rows that the partition has brought since its log began; more than those of {@code place} when the log has lost
 *     some of them, and known though rows are missing
 * @param rebuilding whether it has sent {@link Mark.Kind#REBUILD} and not yet {@link Mark.Kind#REBUILT}
 * @param opening which the partition's batches have to carry from now on
 */
public record Standing(
        long position,
        long refused,
        LogPlace place,
        LongVector digests,
        long held,
        boolean rebuilding,
        Opening opening) {
    static final QCodec<Standing> CODEC = new QCodec<>(
            "tickbus.standing",
            Standing.class,
            reply -> List.of(
                    Atom.ofLong(reply.position),
                    Atom.ofLong(reply.refused),
                    reply.place.toValue(),
                    reply.digests,
                    Atom.ofLong(reply.held),
                    Atom.ofLong(reply.rebuilding ? 1 : 0),
                    reply.opening.toValue()),
            fields -> new Standing(
                    fields.longAt(0),
                    fields.longAt(1),
                    LogPlace.of(fields.value(2)),
                    (LongVector) fields.value(3),
                    fields.longAt(4),
                    fields.longAt(5) != 0,
                    Opening.of(fields.value(6))));

    /** Returns whether the owner has never heard of the partition, or has forgotten it. */
    public boolean isNew() {
        return position == 0;
    }

    /** The digests of the first rows of the log, as far as none is missing, to be compared with those of the log. */
    public RowDigests rowDigests() {
        return RowDigests.of(Math.max(0, place.rows()), digests);
    }
}
