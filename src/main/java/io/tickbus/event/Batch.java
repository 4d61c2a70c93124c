package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows, or a mark among them, on their way to a table. Without either it asks where the partition stands.
 *
 * @param topic the table's name
 * @param partition the subscriber they came from, or {@link #UNPOSITIONED}
 * @param partitionEpoch that the owner has given the partition; {@link PartitionEpoch#NONE} without a partition
 * @param position rows and marks of the topic that the partition had sent before these; meaningless without a partition
 * @param rows columns named and typed as the table's; none with a mark
 * @param unreadable why the rows, though they can be counted, are not what was sent: this process had no room for their symbols;
 *     null when they are
 */
public record Batch(
        String topic,
        String partition,
        PartitionEpoch partitionEpoch,
        long position,
        Flip rows,
        @Nullable ControlRecord controlRecord,
        @Nullable String unreadable) {
    /** The partition of rows that an application sends: they are applied as they come. */
    public static final String UNPOSITIONED = "";

    static final QCodec<Batch> CODEC =
            new QCodec<>("tickbus.batch", Batch.class, Batch::toValues, Batch::of, Batch::withoutRoom);

    public Batch(String topic, String partition, PartitionEpoch partitionEpoch, long position, Flip rows) {
        this(topic, partition, partitionEpoch, position, rows, null);
    }

    public Batch(
            String topic,
            String partition,
            PartitionEpoch partitionEpoch,
            long position,
            Flip rows,
            @Nullable ControlRecord controlRecord) {
        this(topic, partition, partitionEpoch, position, rows, controlRecord, null);
    }

    /** Rows of an application's own. */
    public static Batch of(String topic, Flip rows) {
        return new Batch(topic, UNPOSITIONED, PartitionEpoch.NONE, 0, rows);
    }

    /** The position behind it: each row takes one, and a mark does. */
    public long end() {
        return position + rows.size() + (controlRecord == null ? 0 : 1);
    }

    /** The same for a partition that was opened again. */
    public Batch under(PartitionEpoch other) {
        return new Batch(topic, partition, other, position, rows, controlRecord, unreadable);
    }

    public boolean isPositioned() {
        return !partition.equals(UNPOSITIONED);
    }

    private List<Value> toValues() {
        List<Value> fields = new ArrayList<>(List.of(
                Atom.symbol(topic), Atom.symbol(partition), partitionEpoch.toValue(), Atom.ofLong(position), rows));
        fields.addAll(ControlRecord.optional(controlRecord));
        return fields;
    }

    private static Batch withoutRoom(Fields outline, String reason) {
        Batch batch = of(outline);
        return new Batch(
                batch.topic,
                batch.partition,
                batch.partitionEpoch,
                batch.position,
                batch.rows,
                batch.controlRecord,
                reason);
    }

    private static Batch of(Fields fields) {
        ControlRecord controlRecord = fields.items().size() > 5 ? ControlRecord.of(fields.value(5)) : null;
        return new Batch(
                fields.symbol(0),
                fields.symbol(1),
                PartitionEpoch.of(fields.value(2)),
                fields.longAt(3),
                fields.flip(4),
                controlRecord);
    }
}
