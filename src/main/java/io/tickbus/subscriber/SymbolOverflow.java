package io.tickbus.subscriber;

import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages whose new symbols this process has no room for. Their rows are counted and said to be missing from their table;
 * the end of a day is taken all the same. Other messages of the table and other tables go on. For the thread that reads.
 */
final class SymbolOverflow {
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final TickerplantSignals tickerplantSignals;
    private final @Nullable String bareTable;

    /** @param bareTable the table of messages without a function's name; null when each must have one */
    SymbolOverflow(
            PartitionWriters partitions,
            RejectionReporter rejections,
            TickerplantSignals tickerplantSignals,
            @Nullable String bareTable) {
        this.partitions = partitions;
        this.rejections = rejections;
        this.tickerplantSignals = tickerplantSignals;
        this.bareTable = bareTable;
    }

    /** Takes the outline of a message that was pushed; false when this exception is not about room for symbols. */
    boolean apply(QFormatException noRoom) {
        Value outline = noRoom.outline();
        if (outline == null) {
            return false;
        }
        TickerplantMessage tickerplantMessage = TickerplantMessage.of(outline, bareTable);
        if (tickerplantMessage instanceof TickerplantMessage.Signal signal) {
            tickerplantSignals.apply(signal);
            return true;
        }
        if (!(tickerplantMessage instanceof TickerplantMessage.Payload payload) || !refuse(payload, noRoom.reason())) {
            rejections.reject("", RejectReason.SYMBOLS, noRoom.reason());
        }
        return true;
    }

    private boolean refuse(TickerplantMessage.Payload payload, String reason) {
        PartitionWriter partition = partitions.find(payload.table());
        if (partition == null) {
            return false;
        }
        partition.rejectUnreadable(payload.rows(), reason);
        return true;
    }
}
