package io.tickbus.server;

import io.tickbus.q.Atom;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.Header;
import io.tickbus.q.wire.MessageKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes answers. {@link QServer} has one encoder for all of its sessions. Short answers are encoded at once, and long
 * answers on worker threads. An answer above a limit is replaced by an error. Each encoded answer reserves its bytes in
 * the {@link BufferBudget}. All calls come from the server's event loop.
 */
final class ReplyEncoder {
    /** Limit of items in an answer that is encoded on the event loop. Items of nested lists count too. */
    static final int ON_LOOP_ITEMS_MAX = 8192;
    /** Largest size, in bytes, of a message that is compressed on the event loop. */
    static final int ON_LOOP_BYTES_MAX = 64 * 1024;

    private final Vertx vertx;
    private final int bytesMax;
    private final BufferBudget buffered;

    /**
     * An encoded answer.
     *
     * @param bytes the message to send
     * @param reserved the bytes reserved in the {@link BufferBudget}. The caller releases them after the message has
     *     been sent.
     * @param refusal the reason why the message is an error, or null if the message is the answer
     * @param reason the error's text, or an empty text if the message is the answer
     * @param cause the failure that caused the error, or null
     */
    record Encoded(
            Buffer bytes,
            long reserved,
            @Nullable Refusal refusal,
            String reason,
            @Nullable Throwable cause) {}

    ReplyEncoder(Vertx vertx, int bytesMax, BufferBudget buffered) {
        this.vertx = vertx;
        this.bytesMax = bytesMax;
        this.buffered = buffered;
    }

    /**
     * Encodes an answer, or an error if the answer cannot be encoded. The future never fails. For a short answer, the
     * returned future is already complete. For a long answer, the future completes later on the event loop.
     *
     * @param pack true if the message may be compressed
     */
    Future<Encoded> encode(Value answer, boolean pack) {
        return isLong(answer)
                ? vertx.executeBlocking(() -> encoded(answer, pack), false)
                        .otherwise(failure -> error(Refusal.INTERNAL, "internal: " + failure, failure))
                : Future.succeededFuture(encoded(answer, pack));
    }

    private Encoded encoded(Value answer, boolean pack) {
        long size;
        try {
            size = (long) Header.BYTES + Encoder.size(answer);
        } catch (QFormatException pastAnArray) {
            return tooLong("more than " + Header.MESSAGE_BYTES_MAX);
        }
        if (size > Math.min(bytesMax, Header.MESSAGE_BYTES_MAX)) {
            return tooLong(Long.toString(size));
        }
        if (!buffered.tryReserve(size)) {
            return error(
                    Refusal.MEMORY,
                    "limit: the answer has " + size + " bytes, and all that waits to be sent may have "
                            + buffered.max(),
                    null);
        }
        try {
            EncodedMessage message = EncodedMessage.of(MessageKind.RESPONSE, answer);
            Buffer bytes = pack ? message.packed() : message.plain();
            buffered.release(size - bytes.length());
            return new Encoded(bytes, bytes.length(), null, "", null);
        } catch (RuntimeException | OutOfMemoryError failure) {
            buffered.release(size);
            return error(Refusal.INTERNAL, "internal: " + failure.getMessage(), failure);
        }
    }

    private Encoded tooLong(String bytes) {
        return error(Refusal.REPLY_LENGTH, "limit: the answer has " + bytes + " bytes, the limit is " + bytesMax, null);
    }

    private static Encoded error(Refusal refusal, String text, @Nullable Throwable cause) {
        Buffer bytes =
                EncodedMessage.of(MessageKind.RESPONSE, new ErrorValue(text)).plain();
        return new Encoded(bytes, 0, refusal, text, cause);
    }

    static boolean isLong(Value value) {
        return itemsLeft(value, ON_LOOP_ITEMS_MAX) < 0;
    }

    private static int itemsLeft(Value value, int left) {
        if (left < 0) {
            return left;
        }
        if (value instanceof GeneralList list) {
            int rest = left - list.size();
            for (int i = 0; i < list.size() && rest >= 0; i++) {
                rest = itemsLeft(list.valueAt(i), rest);
            }
            return rest;
        }
        if (value instanceof QVector vector) {
            return left - vector.size();
        }
        if (value instanceof Flip table) {
            int rest = left;
            for (QVector column : table.columns()) {
                rest = itemsLeft(column, rest);
            }
            return rest;
        }
        if (value instanceof QDictionary dictionary) {
            return itemsLeft(dictionary.values(), itemsLeft(dictionary.keys(), left));
        }
        return value instanceof Atom ? left - 1 : left;
    }
}
