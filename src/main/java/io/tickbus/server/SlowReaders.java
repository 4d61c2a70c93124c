package io.tickbus.server;

import static java.util.Comparator.comparingLong;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * Limits the memory of the messages that are queued for all clients of a {@link QServer}. Above the limit, the client
 * with the most queued bytes is disconnected. Belongs to the server's event loop.
 */
final class SlowReaders {
    /**
     * Pause in ms before the next slow client is disconnected. During the pause, the memory of the disconnected client
     * becomes free.
     */
    private static final int PAUSE_MS = 20;

    private final QServer server;
    private final Set<QConnection> connections;
    private final OutboundBudget budget;
    private boolean isDisconnecting;

    /** @param connections the present connections of the server */
    SlowReaders(QServer server, Set<QConnection> connections, long bytesMax) {
        this.server = server;
        this.connections = connections;
        this.budget = new OutboundBudget(bytesMax);
    }

    /**
     * Counts a message that is queued for a client. The disconnection of a slow client happens later, because the caller
     * can be sending to many clients.
     */
    void countUnsent(Buffer message) {
        budget.add(message);
        if (isOver() && !isDisconnecting) {
            isDisconnecting = true;
            server.context().runOnContext(later -> disconnectSlowest());
        }
    }

    void countSent(Buffer message) {
        budget.remove(message);
    }

    private boolean isOver() {
        return budget.bytes() > budget.bytesMax();
    }

    private void disconnectSlowest() {
        isDisconnecting = isOver();
        if (!isDisconnecting) {
            return;
        }
        connections.stream()
                .filter(QConnection::isOpen)
                .max(comparingLong(QConnection::queuedBytes))
                .ifPresent(slowest -> slowest.cutOff(
                        Refusal.SLOW_READER,
                        "cut off, does not read: " + slowest.queuedBytes() + " bytes wait for it, the most of "
                                + budget.bytes() + " for all, where the limit is " + budget.bytesMax()));
        server.vertx().setTimer(PAUSE_MS, later -> disconnectSlowest());
    }
}
