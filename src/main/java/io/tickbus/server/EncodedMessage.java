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
 * A message that is encoded once and sent to many connections. It is also compressed only once. Any thread may create it; then
 * it belongs to one event loop.
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

    /** Wraps the array. Vert.x's own factory methods would copy it. */
    private static Buffer buffer(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    Buffer plain() {
        return plain;
    }

    /** Returns the message compressed, or uncompressed if compression does not halve it. Compresses at each call. */
    Buffer packed() {
        byte[] smaller = Compression.pack(bytes);
        return smaller == bytes ? plain : buffer(smaller);
    }

    /** Returns the compressed message, which is compressed once. A message above the limit is compressed on a worker thread. */
    Future<Buffer> packed(Vertx vertx) {
        if (packed == null) {
            packed = bytes.length <= ReplyEncoder.ON_LOOP_BYTES_MAX
                    ? Future.succeededFuture(packed())
                    : vertx.executeBlocking(this::packed, false);
        }
        return packed;
    }
}
