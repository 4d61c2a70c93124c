package io.tickbus.server;

import io.netty.buffer.Unpooled;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Compression;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;

/**
 * A message for many connections. The message is encoded and compressed only once. The chained tickerplant and the
 * embedded tickerplant publish such messages. Any thread can create a message. After its creation, a message belongs to
 * one event loop.
 */
public final class EncodedMessage {
    private final byte[] bytes;
    private final Buffer plain;
    private @Nullable Future<Buffer> packed;

    private EncodedMessage(byte[] bytes) {
        this.bytes = bytes;
        this.plain = buffer(bytes);
    }

    /** Encodes a message on the calling thread. */
    public static EncodedMessage of(MessageKind kind, Value value) {
        return new EncodedMessage(new Message(kind, value).encode());
    }

    /** Returns a buffer that shares the array. Vert.x's own factory methods would copy the bytes. */
    private static Buffer buffer(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    Buffer plain() {
        return plain;
    }

    /**
     * Compresses the message on the calling thread. Returns the uncompressed message if compression does not halve its
     * length.
     */
    Buffer packed() {
        byte[] smaller = Compression.pack(bytes);
        return smaller == bytes ? plain : buffer(smaller);
    }

    /**
     * Returns the compressed message. The first call compresses the message, on a worker thread if the message is long.
     */
    Future<Buffer> packed(Vertx vertx) {
        if (packed == null) {
            packed = bytes.length <= ReplyEncoder.ON_LOOP_BYTES_MAX
                    ? Future.succeededFuture(packed())
                    : vertx.executeBlocking(this::packed, false);
        }
        return packed;
    }
}
