package io.tickbus.replication;

import io.tickbus.event.QCodec;
import io.tickbus.q.Atom;
import io.tickbus.q.LongVector;
import io.tickbus.q.RowDigests;
import java.util.List;

/**
 * Where a partition stands with the owner: the reply to a {@link OpenPartition}.
 *
 * @param position that its next row has; 0 when the owner has never had any
 * @param refused rows of the partition that were refused since it was opened
 * @param logPosition in the tickerplant's log
 * @param digests of the first rows of that log that the partition has, of {@link RowDigests#toVector}
 * @param held rows that the partition has brought since its log began; more than those of {@code place} when the log has lost
 *     some of them, and known though rows are missing
 * @param rebuilding whether it has sent {@link ControlRecord.Kind#REBUILD} and not yet {@link ControlRecord.Kind#REBUILT}
 * @param partitionEpoch which the partition's batches have to carry from now on
 */
public record PartitionState(
        long position,
        long refused,
        LogPosition logPosition,
        LongVector digests,
        long held,
        boolean rebuilding,
        PartitionEpoch partitionEpoch) {
    static final QCodec<PartitionState> CODEC = new QCodec<>(
            "tickbus.standing",
            PartitionState.class,
            reply -> List.of(
                    Atom.ofLong(reply.position),
                    Atom.ofLong(reply.refused),
                    reply.logPosition.toValue(),
                    reply.digests,
                    Atom.ofLong(reply.held),
                    Atom.ofLong(reply.rebuilding ? 1 : 0),
                    reply.partitionEpoch.toValue()),
            fields -> new PartitionState(
                    fields.longAt(0),
                    fields.longAt(1),
                    LogPosition.of(fields.value(2)),
                    (LongVector) fields.value(3),
                    fields.longAt(4),
                    fields.longAt(5) != 0,
                    PartitionEpoch.of(fields.value(6))));

    /** Returns whether the owner has never heard of the partition, or has forgotten it. */
    public boolean isNew() {
        return position == 0;
    }

    /** The digests of the first rows of the log, as far as none is missing, to be compared with those of the log. */
    public RowDigests rowDigests() {
        return RowDigests.of(Math.max(0, logPosition.rows()), digests);
    }
}
