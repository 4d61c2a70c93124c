package io.tickbus.server;

import io.vertx.core.buffer.Buffer;
import java.util.IdentityHashMap;

/**
 * The messages that clients were sent and have not taken, with a bound for all of them together: one that goes to many is in
 * the memory once. On the server's event loop only.
 */
final class OutboundBudget {
    private final long bytesMax;
    private final IdentityHashMap<Buffer, Integer> receivers = new IdentityHashMap<>();
    private long bytes;

    OutboundBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Another client is sent this one. */
    void add(Buffer message) {
        if (receivers.merge(message, 1, Integer::sum) == 1) {
            bytes += message.length();
        }
    }

    /** It has left for one of them, or never will. */
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
