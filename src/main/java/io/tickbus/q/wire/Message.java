package io.tickbus.q.wire;

import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.Value;

/** One message of q IPC: its kind and its value. Immutable. */
public record Message(MessageKind kind, Value value) {
    /**
     * Decodes one whole message, compressed or not.
     *
     * @param at the index of the header in {@code bytes}
     * @param header the header at that index
     * @param unpackedBytesMax the largest unpacked message to accept, in bytes
     * @param valuesMax the largest number of values to accept. A vector counts as one value.
     * @throws QFormatException if the message is malformed. Offsets count from the header. In a compressed message,
     *     offsets count from the header of the unpacked message. If symbols exceed the bounds, the exception has an
     *     {@link QFormatException#outline}.
     */
    public static Message decode(byte[] bytes, int at, Header header, int unpackedBytesMax, int valuesMax) {
        if (header.compressed()) {
            byte[] plain = Compression.unpack(bytes, at, header, unpackedBytesMax);
            return new Message(header.kind(), body(plain, 0, plain.length, header.littleEndian(), valuesMax));
        }
        return new Message(header.kind(), body(bytes, at, header.length(), header.littleEndian(), valuesMax));
    }

    /**
     * Decodes a message that fills an array.
     *
     * @throws QFormatException if the bytes are not exactly one message
     */
    public static Message decode(byte[] bytes) {
        if (bytes.length < Header.BYTES) {
            throw new QFormatException(Kind.TRUNCATED, 0, bytes.length + " bytes are no header");
        }
        Header header = Header.read(bytes, 0, Header.MESSAGE_BYTES_MAX);
        if (header.length() != bytes.length) {
            throw new QFormatException(
                    header.length() > bytes.length ? Kind.TRUNCATED : Kind.TRAILING,
                    4,
                    "length " + header.length() + " for " + bytes.length + " bytes");
        }
        return decode(bytes, 0, header, Header.MESSAGE_BYTES_MAX, Integer.MAX_VALUE);
    }

    private static Value body(byte[] bytes, int at, int length, boolean littleEndian, int valuesMax) {
        Decoder decoder = new Decoder(bytes, at + Header.BYTES, at + length, littleEndian, Header.BYTES, valuesMax);
        try {
            return whole(decoder, at + length, length);
        } catch (QFormatException malformed) {
            if (malformed.kind() != Kind.SYMBOLS) {
                throw malformed;
            }
            Decoder outlining =
                    new Decoder(bytes, at + Header.BYTES, at + length, littleEndian, Header.BYTES, valuesMax);
            throw malformed.withOutline(whole(outlining.outlining(), at + length, length));
        }
    }

    private static Value whole(Decoder decoder, int end, int length) {
        Value value = decoder.value();
        int left = end - decoder.position();
        if (left > 0) {
            throw new QFormatException(Kind.TRAILING, length - left, left + " bytes after the value");
        }
        return value;
    }

    /** Returns the bytes of the message, little-endian and uncompressed. */
    public byte[] encode() {
        return Encoder.message(kind, value);
    }
}
