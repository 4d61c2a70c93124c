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

/** A message made into bytes once, for however many connections get it. Used on one event loop, once it is made. */
public final class EncodedMessage {
    private final byte[] bytes;
    private final Buffer plain;
    private @Nullable Future<Buffer> packed;

    private EncodedMessage(byte[] bytes) {
        this.bytes = bytes;
        this.plain = buffer(bytes);
    }

    public static EncodedMessage of(MessageKind kind, Value value) {
        return new EncodedMessage(new Message(kind, value).encode());
    }

    /** Around the bytes themselves: Vert.x would copy them. */
    private static Buffer buffer(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    Buffer plain() {
        return plain;
    }

    /** The message compressed, where that halves it. */
    Buffer packed() {
        byte[] smaller = Compression.pack(bytes);
        return smaller == bytes ? plain : buffer(smaller);
    }

    /** The same, made once: at once when it is short, off the event loop when it is long. */
    Future<Buffer> packed(Vertx vertx) {
        if (packed == null) {
            packed = bytes.length <= ReplyEncoder.ON_LOOP_BYTES_MAX
                    ? Future.succeededFuture(packed())
                    : vertx.executeBlocking(this::packed, false);
        }
        return packed;
    }
}
