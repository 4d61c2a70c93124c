package io.tickbus.server;

import io.vertx.core.buffer.Buffer;
import java.util.IdentityHashMap;

/**
 * Counts the bytes of all messages that were sent to clients and have not left yet. A message for many clients is in memory once,
 * so it counts once. {@link QServer} cuts off clients when the limit is exceeded. Belongs to the server's event loop.
 */
final class OutboundBudget {
    private final long bytesMax;
    private final IdentityHashMap<Buffer, Integer> receivers = new IdentityHashMap<>();
    private long bytes;

    OutboundBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Counts one more client that a message is sent to. */
    void add(Buffer message) {
        if (receivers.merge(message, 1, Integer::sum) == 1) {
            bytes += message.length();
        }
    }

    /** Counts one client fewer: the message has left for it, or never will. */
    void remove(Buffer message) {
        if (receivers.computeIfPresent(message, (same, clients) -> clients == 1 ? null : clients - 1) == null) {
            bytes -= message.length();
        }
    }

    long bytes() {
        return bytes;
    }

    long bytesMax() {
        return bytesMax;
    }
}
