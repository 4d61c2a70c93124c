package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.q.Schema;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;

/** A partition of {@code trade} that keeps count of its own position. */
final class Feed {
    private final OwnerLogic owner;
    private final String name;
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
    private long position;

    Feed(OwnerLogic owner, String name) {
        this.owner = owner;
        this.name = name;
    }

    PartitionState open() {
        PartitionState partitionState = owner.open(new OpenPartition("trade", name, Schema.of(Owner.trades(0, 0))));
        partitionEpoch = partitionState.partitionEpoch();
        position = partitionState.position();
        return partitionState;
    }

    /** Sends trades at the next position. */
    AppendReply rows(int from, int to) {
        return owner.append(next(from, to));
    }

    /** Sends a mark at the next position. */
    AppendReply mark(ControlRecord controlRecord) {
        return owner.append(next(controlRecord));
    }

    Future<AppendReply> sendRows(int from, int to) {
        return owner.send(next(from, to));
    }

    Future<AppendReply> sendMark(ControlRecord controlRecord) {
        return owner.send(next(controlRecord));
    }

    /** Asks where the partition stands. */
    AppendReply ask() {
        return owner.append(new PartitionBatch("trade", name, partitionEpoch, 0, Owner.trades(0, 0)));
    }

    PartitionBatch next(int from, int to) {
        return moved(new PartitionBatch("trade", name, partitionEpoch, position, Owner.trades(from, to)));
    }

    PartitionBatch next(ControlRecord controlRecord) {
        return moved(new PartitionBatch("trade", name, partitionEpoch, position, Owner.trades(0, 0), controlRecord));
    }

    private PartitionBatch moved(PartitionBatch batch) {
        position = batch.end();
        return batch;
    }
}
