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

    /** Adds one client to the clients that a message is queued for. The message's bytes count from the first client on. */
    void add(Buffer message) {
        if (receivers.merge(message, 1, Integer::sum) == 1) {
            bytes += message.length();
        }
    }

    /**
     * Removes one client for which a message has been sent or discarded. After the last client, the message's bytes no longer
     * count.
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
