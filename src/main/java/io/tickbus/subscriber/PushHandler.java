package io.tickbus.subscriber;

import io.tickbus.config.SubscriptionConfig;
import io.tickbus.q.Flip;
import io.tickbus.q.QFormatException;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.replication.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * Applies pushed messages that {@link PartitionWriters#decode} cannot decode. These messages are rows in unusual
 * shapes, and signals of the tickerplant. If a message cannot be applied, the handler rejects it and counts its rows as
 * missing. Each session has one handler. Owned by the reader thread.
 */
final class PushHandler {
    private final PartitionWriters partitions;
    private final RejectionReporter rejections;
    private final TickerplantSignals tickerplantSignals;
    private final Session session;
    private final SymbolOverflow symbolOverflow;
    private final @Nullable String bareTable;
    // Describes a malformed message that arrived before the session's tables were known; null if there was none.
    private @Nullable String malformedBefore;

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

    /**
     * Records that the tables of the session are open. If a malformed message arrived earlier, it may have had rows of
     * any table.
     */
    void onTablesKnown() {
        String malformed = malformedBefore;
        if (malformed != null) {
            malformedBefore = null;
            partitions.addMissingToAll(malformed);
        }
    }

    /**
     * Rejects a message that cannot be decoded. If q pushed the message, its rows count as missing in the named table.
     * If no table is named, the rows count as missing in all tables.
     *
     * @param table the table that the first bytes of the message name; null if they name no table
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
            partition.addMissing(LogPosition.UNKNOWN, reason);
        } else if (named == null || partitions.names().isEmpty()) {
            partitions.addMissingToAll(reason);
            malformedBefore = partitions.names().isEmpty() ? reason : malformedBefore;
        }
    }

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
                onUnknownTable(payload.table());
            }
            return;
        }
        Flip rows;
        try {
            rows = RowShape.rows(partition.schema(), payload.rows());
        } catch (RowShape.Mismatch mismatch) {
            partition.reject(payload.rows(), RejectReason.MISMATCH, String.valueOf(mismatch.getMessage()));
            return;
        }
        partition.push(rows);
        if (partition.checks().pollRepetition()) {
            session.finish(PushChecks.REPEATED_REASON);
        }
    }

    /**
     * Handles rows of a table that q did not have when the session subscribed. If there is a log, a new subscription
     * replays the rows.
     */
    private void onUnknownTable(String table) {
        boolean subscribesAgain = partitions.shouldSubscribeAgain(table);
        boolean isReplayed = (subscribesAgain || session.finishReason() != null) && partitions.areReplayable();
        if (!isReplayed) {
            rejections.reject(
                    table,
                    RejectReason.UNKNOWN_TABLE,
                    "unknown table " + table + "; subscribed are " + partitions.names());
        }
        if (subscribesAgain) {
            session.finish("table " + table + " is new; subscribing again");
        }
    }
}
