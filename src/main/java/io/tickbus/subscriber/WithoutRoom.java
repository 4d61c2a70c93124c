package io.tickbus.subscriber;

import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages whose new symbols this process has no room for. Their rows are counted and said to be missing from their table;
 * the end of a day is taken all the same. Other messages of the table and other tables go on. For the thread that reads.
 */
final class WithoutRoom {
    private final Partitions partitions;
    private final Rejections rejections;
    private final Signals signals;
    private final @Nullable String bareTable;

    /** @param bareTable the table of messages without a function's name; null when each must have one */
    WithoutRoom(Partitions partitions, Rejections rejections, Signals signals, @Nullable String bareTable) {
        this.partitions = partitions;
        this.rejections = rejections;
        this.signals = signals;
        this.bareTable = bareTable;
    }

    /** Takes the outline of a message that was pushed; false when this exception is not about room for symbols. */
    boolean take(QFormatException noRoom) {
        Value outline = noRoom.outline();
        if (outline == null) {
            return false;
        }
        Upd upd = Upd.of(outline, bareTable);
        if (upd instanceof Upd.Signal signal) {
            signals.take(signal);
            return true;
        }
        if (!(upd instanceof Upd.Payload payload) || !refuse(payload, noRoom.reason())) {
            rejections.reject("", Reason.SYMBOLS, noRoom.reason());
        }
        return true;
    }

    private boolean refuse(Upd.Payload payload, String reason) {
        Partition partition = partitions.find(payload.table());
        if (partition == null) {
            return false;
        }
        partition.rejectUnreadable(payload.rows(), reason);
        return true;
    }
}
