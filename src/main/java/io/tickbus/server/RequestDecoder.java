package io.tickbus.server;

import io.tickbus.q.SymbolAllowance;
import io.tickbus.q.wire.Frames;
import io.tickbus.q.wire.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/** Makes bytes into requests: short ones at once, long ones off the event loop, a few at a time, since those take memory too. */
final class RequestDecoder {
    /** A message of more bytes, as it unpacks, is decoded off the event loop. */
    static final int ON_LOOP_BYTES_MAX = 64 * 1024;
    /** Long messages decoded at the same time, by all servers of a Vert.x. */
    static final int LONG_AT_ONCE_MAX = 2;

    private final WorkerExecutor executor;
    private final SymbolAllowance symbols = SymbolAllowance.half();

    RequestDecoder(Vertx vertx) {
        this.executor = vertx.createSharedWorkerExecutor("tickbus-requests", LONG_AT_ONCE_MAX);
    }

    /** Takes the next message, which is whole; nothing else may use the frames until it is done. */
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

    /** What clients send may add no more than so many symbols to those of the process, in a text either. */
    SymbolAllowance symbols() {
        return symbols;
    }

    Future<Void> close() {
        return executor.close();
    }
}
