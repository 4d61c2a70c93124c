package io.tickbus.subscriber;

import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import org.jspecify.annotations.Nullable;

/**
 * Handles pushed messages with new symbols for which this process has no room. Their rows count as missing from their table,
 * and signals such as the end of a day are still applied. Other messages of the table continue. {@link PushHandler} uses it, on
 * the reader thread.
 */
final class SymbolOverflow {
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final TickerplantSignals tickerplantSignals;
    private final @Nullable String bareTable;

    /**
     * @param bareTable the table of messages without a function name; null if each message must have one
     */
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

    /** Handles the outline of a pushed message. Returns false if the exception has another cause. */
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
        if (!(tickerplantMessage instanceof TickerplantMessage.Payload payload)
                || !rejectRows(payload, noRoom.reason())) {
            rejections.reject("", RejectReason.SYMBOLS, noRoom.reason());
        }
        return true;
    }

    private boolean rejectRows(TickerplantMessage.Payload payload, String reason) {
        PartitionWriter partition = partitions.find(payload.table());
        if (partition == null) {
            return false;
        }
        partition.reject(payload.rows(), RejectReason.SYMBOLS, reason);
        return true;
    }
}
