package io.tickbus.server;

import io.vertx.core.buffer.Buffer;
import java.util.IdentityHashMap;

/**
 * Counts the bytes of all messages that are queued for clients. {@link SlowReaders} disconnects clients when the count
 * exceeds the limit. A message for many clients counts once, because it is in memory once. Belongs to the server's
 * event loop.
 */
final class OutboundBudget {
    private final long bytesMax;
    private final IdentityHashMap<Buffer, Integer> receivers = new IdentityHashMap<>();
    private long bytes;

    OutboundBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Counts one more client for which the message is queued. The first client adds the message's bytes to the budget.
     */
    void add(Buffer message) {
        if (receivers.merge(message, 1, Integer::sum) == 1) {
            bytes += message.length();
        }
    }

    /**
     * Counts one client less, after the message has been sent or discarded. The last client removes the message's bytes
     * from the budget.
     */
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
