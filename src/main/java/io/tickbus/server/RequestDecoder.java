package io.tickbus.server;

import io.tickbus.q.SymbolAllowance;
import io.tickbus.q.wire.Frames;
import io.tickbus.q.wire.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/**
 * Decodes messages. {@link QServer} has one decoder for all of its sessions. Short messages are decoded at once, and
 * long messages on worker threads. Only a few long messages are decoded at the same time, because decoding needs
 * memory. All calls come from the server's event loop.
 */
final class RequestDecoder {
    /** Limit of a message that is decoded on the event loop, in uncompressed bytes. */
    static final int ON_LOOP_BYTES_MAX = 64 * 1024;
    /** Limit of long messages that all servers of one Vert.x instance decode at the same time. */
    static final int LONG_AT_ONCE_MAX = 2;

    private final WorkerExecutor executor;
    private final SymbolAllowance symbols = SymbolAllowance.half();

    RequestDecoder(Vertx vertx) {
        this.executor = vertx.createSharedWorkerExecutor("tickbus-requests", LONG_AT_ONCE_MAX);
    }

    /**
     * Decodes the next message of {@code frames}. The message must be complete. The future completes on the event loop.
     * Before the future completes, the caller must not use {@code frames}. A malformed message fails with a {@code
     * QFormatException}.
     */
    Future<Message> decode(Frames frames) {
        if (frames.nextBytes() > ON_LOOP_BYTES_MAX) {
            return executor.executeBlocking(() -> symbols.within(frames::poll), false);
        }
        try {
            return Future.succeededFuture(symbols.within(frames::poll));
        } catch (RuntimeException malformed) {
            return Future.failedFuture(malformed);
        }
    }

    /**
     * Returns the limit of symbols that clients may add to the process. Symbols in messages and in texts count
     * together.
     */
    SymbolAllowance symbols() {
        return symbols;
    }

    Future<Void> close() {
        return executor.close();
    }
}
