package io.tickbus.subscriber;

import io.tickbus.config.SubscriptionConfig;
import io.tickbus.event.LogPlace;
import io.tickbus.q.Flip;
import io.tickbus.q.Message;
import io.tickbus.q.MessageKind;
import io.tickbus.q.QFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of one session that q has pushed and that the fast reader has not: rows in any shape for the partition of
 * their table, and what the tickerplant says about itself. What cannot be taken is rejected, and its rows are missing. For the
 * thread that reads.
 */
final class Pushes {
    private final Partitions partitions;
    private final Rejections rejections;
    private final Signals signals;
    private final Session session;
    private final WithoutRoom withoutRoom;
    private final @Nullable String bareTable;
    private @Nullable String malformedBefore; // the tables were known

    Pushes(
            SubscriptionConfig subscription,
            Partitions partitions,
            Rejections rejections,
            Signals signals,
            Session session) {
        this.partitions = partitions;
        this.rejections = rejections;
        this.signals = signals;
        this.session = session;
        this.bareTable = subscription instanceof SubscriptionConfig.Expression expression ? expression.table() : null;
        this.withoutRoom = new WithoutRoom(partitions, rejections, signals, bareTable);
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
        if (withoutRoom.take(malformed)) {
            return;
        }
        String reason = Rejections.reason(malformed);
        String named = table == null ? bareTable : table;
        Partition partition = named == null ? null : partitions.find(named);
        rejections.reject(partition == null ? "" : partition.table(), Reason.MALFORMED, reason);
        if (kind != MessageKind.ASYNC) {
            return;
        }
        if (partition != null) {
            partition.miss(LogPlace.UNKNOWN, reason);
        } else if (named == null || partitions.names().isEmpty()) {
            partitions.mayMiss(reason);
            malformedBefore = partitions.names().isEmpty() ? reason : malformedBefore;
        }
    }

    /** Takes a message. */
    void take(Message message) {
        Upd upd = Upd.of(message.value(), bareTable);
        if (upd instanceof Upd.Payload payload) {
            apply(payload);
        } else if (upd instanceof Upd.Signal signal) {
            signals.take(signal);
        } else if (upd instanceof Upd.Unusable unusable) {
            rejections.reject("", Reason.UNKNOWN_CALL, unusable.reason());
        }
    }

    private void apply(Upd.Payload payload) {
        Partition partition = partitions.find(payload.table());
        if (partition == null) {
            if (!partitions.refused().take(payload.table(), payload.rows())) {
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
            session.end(PushChecks.REPEATED_REASON);
        }
    }

    /** Rows of a table that q had not when it was asked. With a log they come again. */
    private void unknown(String table) {
        boolean again = partitions.mayBeNew(table);
        boolean comesAgain = (again || session.ended() != null) && partitions.areReplayable();
        if (!comesAgain) {
            rejections.reject(
                    table, Reason.UNKNOWN_TABLE, "unknown table " + table + "; subscribed are " + partitions.names());
        }
        if (again) {
            session.end("table " + table + " has come since; subscribing anew");
        }
    }
}
