package io.tickbus.subscriber;

import io.tickbus.config.SubscriptionConfig;
import io.tickbus.q.Flip;
import io.tickbus.q.Message;
import io.tickbus.q.MessageKind;
import io.tickbus.q.QFormatException;
import io.tickbus.replication.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of one session that q has pushed and that the fast reader has not: rows in any shape for the partition of
 * their table, and what the tickerplant says about itself. What cannot be taken is rejected, and its rows are missing. For the
 * thread that reads.
 */
final class PushHandler {
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final TickerplantSignals tickerplantSignals;
    private final Session session;
    private final SymbolOverflow symbolOverflow;
    private final @Nullable String bareTable;
    private @Nullable String malformedBefore; // the tables were known

    PushHandler(
            SubscriptionConfig subscription,
            PartitionWriters partitions,
            RejectionReporter rejections,
            TickerplantSignals tickerplantSignals,
            Session session) {
        this.partitions = partitions;
        this.rejections = rejections;
        this.tickerplantSignals = tickerplantSignals;
        this.session = session;
        this.bareTable = subscription instanceof SubscriptionConfig.Expression expression ? expression.table() : null;
        this.symbolOverflow = new SymbolOverflow(partitions, rejections, tickerplantSignals, bareTable);
    }

    /** Notes that the tables of the session are open: what was malformed before may have held rows of each. */
    void tablesAreKnown() {
        String malformed = malformedBefore;
        if (malformed != null) {
            malformedBefore = null;
            partitions.mayMiss(malformed);
        }
    }

    /**
     * Rejects a message that cannot be decoded. If it was pushed, it may have held rows, of any table unless it names one.
     *
     * @param table that its first bytes name, or null
     */
    void rejectMalformed(MessageKind kind, QFormatException malformed, @Nullable String table) {
        if (symbolOverflow.apply(malformed)) {
            return;
        }
        String reason = RejectionReporter.reason(malformed);
        String named = table == null ? bareTable : table;
        PartitionWriter partition = named == null ? null : partitions.find(named);
        rejections.reject(partition == null ? "" : partition.table(), RejectReason.MALFORMED, reason);
        if (kind != MessageKind.ASYNC) {
            return;
        }
        if (partition != null) {
            partition.miss(LogPosition.UNKNOWN, reason);
        } else if (named == null || partitions.names().isEmpty()) {
            partitions.mayMiss(reason);
            malformedBefore = partitions.names().isEmpty() ? reason : malformedBefore;
        }
    }

    /** Takes a message. */
    void apply(Message message) {
        TickerplantMessage tickerplantMessage = TickerplantMessage.of(message.value(), bareTable);
        if (tickerplantMessage instanceof TickerplantMessage.Payload payload) {
            apply(payload);
        } else if (tickerplantMessage instanceof TickerplantMessage.Signal signal) {
            tickerplantSignals.apply(signal);
        } else if (tickerplantMessage instanceof TickerplantMessage.Unusable unusable) {
            rejections.reject("", RejectReason.UNKNOWN_CALL, unusable.reason());
        }
    }

    private void apply(TickerplantMessage.Payload payload) {
        PartitionWriter partition = partitions.find(payload.table());
        if (partition == null) {
            if (!partitions.refused().countIfRefused(payload.table(), payload.rows())) {
                unknown(payload.table());
            }
            return;
        }
        Flip rows;
        try {
            rows = RowShape.rows(partition.schema(), payload.rows());
        } catch (RowShape.Mismatch mismatch) {
            partition.reject(payload.rows(), mismatch);
            return;
        }
        partition.push(rows);
        if (partition.checks().foundRepetition()) {
            session.finish(PushChecks.REPEATED_REASON);
        }
    }

    /** Rows of a table that q had not when it was asked. With a log they come again. */
    private void unknown(String table) {
        boolean again = partitions.mayBeNew(table);
        boolean comesAgain = (again || session.finishReason() != null) && partitions.areReplayable();
        if (!comesAgain) {
            rejections.reject(
                    table,
                    RejectReason.UNKNOWN_TABLE,
                    "unknown table " + table + "; subscribed are " + partitions.names());
        }
        if (again) {
            session.finish("table " + table + " has come since; subscribing anew");
        }
    }
}
