package io.tickbus.replication;

import io.tickbus.event.QCodec;
import io.tickbus.q.Atom;
import io.tickbus.q.LongVector;
import io.tickbus.q.RowDigests;
import java.util.List;

/**
 * The owner's reply to {@link OpenPartition}. It tells the subscriber which rows of the partition the owner has.
 * Immutable.
 *
 * @param position the position of the partition's next row; 0 if the owner has no rows of the partition
 * @param refused the number of rows that were refused since the partition was opened
 * @param logPosition the partition's position in the tickerplant's log
 * @param digests digests of the log's first rows, up to {@code logPosition}, as {@link RowDigests#toVector} returns
 *     them
 * @param held the number of rows that the partition has sent since the tickerplant's log began. This number is known
 *     even if rows are missing. It is higher than {@code logPosition.rows()} if the log has lost rows.
 * @param rebuilding true if the partition has sent {@link ControlRecord.Kind#REBUILD} and not yet
 *     {@link ControlRecord.Kind#REBUILT}
 * @param partitionEpoch the epoch that the partition's next batches must have
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

    /** Returns whether the partition is new to the owner. */
    public boolean isNew() {
        return position == 0;
    }

    /**
     * Returns the digests of the log's first rows, up to the first missing row. The subscriber compares them with
     * digests of the rows in the log.
     */
    public RowDigests rowDigests() {
        return RowDigests.of(Math.max(0, logPosition.rows()), digests);
    }
}
