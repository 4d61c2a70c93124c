package io.tickbus.replication;

import io.tickbus.event.QCodec;
import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message from a subscriber to the owner of the tables. It contains rows or one control record, with their position.
 * An empty batch asks the owner for the partition's position. Immutable.
 *
 * @param topic the table's name
 * @param partition the subscriber's name; the owner refuses an empty name
 * @param partitionEpoch the epoch that the owner returned when it opened the partition
 * @param position the number of the topic's rows and control records that the partition sent before this batch
 * @param rows the rows, with the names and types of the table's columns; no rows if there is a control record
 * @param controlRecord a control record, or null
 * @param unreadable null if the receiving process could decode the rows. Otherwise {@code unreadable} is the error
 *     message: the process has reached its symbol limit. {@code rows} then has the right number of rows, but new
 *     symbols are question marks. The owner refuses these rows.
 */
public record PartitionBatch(
        String topic,
        String partition,
        PartitionEpoch partitionEpoch,
        long position,
        Flip rows,
        @Nullable ControlRecord controlRecord,
        @Nullable String unreadable) {
    static final QCodec<PartitionBatch> CODEC = new QCodec<>(
            "tickbus.batch",
            PartitionBatch.class,
            PartitionBatch::toValues,
            PartitionBatch::of,
            (outline, reason) -> of(outline).unreadable(reason));

    public PartitionBatch(String topic, String partition, PartitionEpoch partitionEpoch, long position, Flip rows) {
        this(topic, partition, partitionEpoch, position, rows, null);
    }

    public PartitionBatch(
            String topic,
            String partition,
            PartitionEpoch partitionEpoch,
            long position,
            Flip rows,
            @Nullable ControlRecord controlRecord) {
        this(topic, partition, partitionEpoch, position, rows, controlRecord, null);
    }

    /** Returns the position after this batch. Each row and each control record counts as 1. */
    public long end() {
        return position + rows.size() + (controlRecord == null ? 0 : 1);
    }

    /** Returns this batch with another epoch, for a partition that was opened again. */
    public PartitionBatch under(PartitionEpoch other) {
        return new PartitionBatch(topic, partition, other, position, rows, controlRecord, unreadable);
    }

    private PartitionBatch unreadable(String reason) {
        return new PartitionBatch(topic, partition, partitionEpoch, position, rows, controlRecord, reason);
    }

    private List<Value> toValues() {
        List<Value> fields = new ArrayList<>(List.of(
                Atom.symbol(topic), Atom.symbol(partition), partitionEpoch.toValue(), Atom.ofLong(position), rows));
        fields.addAll(ControlRecord.optional(controlRecord));
        return fields;
    }

    private static PartitionBatch of(WireFields fields) {
        ControlRecord controlRecord = fields.items().size() > 5 ? ControlRecord.of(fields.value(5)) : null;
        return new PartitionBatch(
                fields.symbol(0),
                fields.symbol(1),
                PartitionEpoch.of(fields.value(2)),
                fields.longAt(3),
                fields.flip(4),
                controlRecord);
    }
}
