package io.tickbus.server;

import io.tickbus.q.Compression;
import io.tickbus.q.Message;
import io.tickbus.q.MessageKind;
import io.tickbus.q.Value;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A message made into bytes once, for however many connections get it. Used on one event loop. */
public final class EncodedMessage {
    private final byte[] bytes;
    private final Buffer plain;
    private @Nullable Buffer packed;

    private EncodedMessage(byte[] bytes) {
        this.bytes = bytes;
        this.plain = Buffer.buffer(bytes);
    }

    public static EncodedMessage of(MessageKind kind, Value value) {
        return new EncodedMessage(new Message(kind, value).encode());
    }

    Buffer plain() {
        return plain;
    }

    /** The message compressed, where that halves it. */
    Buffer packed() {
        if (packed == null) {
            byte[] smaller = Compression.pack(bytes);
            packed = smaller == bytes ? plain : Buffer.buffer(smaller);
        }
        return packed;
    }
}
