package io.tickbus.subscriber;

import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import org.jspecify.annotations.Nullable;

/**
 * Handles pushed messages that have new symbols when this process has no room for more symbols. The rows of these
 * messages count as missing. Signals, such as the end of a day, are still applied. {@link PushHandler} uses this class
 * on the reader thread.
 */
final class SymbolOverflow {
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final TickerplantSignals tickerplantSignals;
    private final @Nullable String bareTable;

    /** @param bareTable the table of messages without a function name; null if each message must name its function */
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

    /**
     * Handles a message of which only the known symbols could be decoded. Returns false if the message failed for
     * another reason.
     */
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
