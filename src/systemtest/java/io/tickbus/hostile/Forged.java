package io.tickbus.hostile;

import io.tickbus.q.ByteVector;
import io.tickbus.q.wire.Compression;
import io.tickbus.q.wire.Header;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds messages that no well-behaved client sends. */
final class Forged {
    /** The default of {@code gateway.requestBytesMax}. */
    static final int REQUEST_BYTES_MAX = 16 << 20;

    private static final byte COMPRESSED = 1;

    private Forged() {}

    /** Returns a correct query. */
    static byte[] text(String query) {
        return new Message(MessageKind.SYNC, ByteVector.chars(query)).encode();
    }

    private static byte[] request(byte[] body) {
        return lying(Header.BYTES + body.length, body);
    }

    /** Returns a request whose header has a wrong length. */
    static byte[] lying(int length, byte[] body) {
        return header((byte) 0, length, body.length).put(body).array();
    }

    private static ByteBuffer header(byte compression, int length, int bodyBytes) {
        return ByteBuffer.allocate(Header.BYTES + bodyBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {1, 1, compression, 0})
                .putInt(length);
    }

    /** Returns a vector whose count is larger than its number of items. */
    static byte[] lyingVector(int type, int count) {
        return request(vector(type, count, 0).array());
    }

    private static ByteBuffer vector(int type, int count, int itemBytes) {
        return ByteBuffer.allocate(6 + itemBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) type)
                .put((byte) 0)
                .putInt(count);
    }

    /** Returns nested lists of one item each. */
    static byte[] nest(int depth) {
        byte[] list = vector(0, 1, 0).array();
        ByteBuffer body = ByteBuffer.allocate(depth * list.length + 2);
        for (int i = 0; i < depth; i++) {
            body.put(list);
        }
        return request(body.put(new byte[] {101, 0}).array());
    }

    /** Returns a list of atoms. An atom has two bytes in the message, and many more in memory. */
    static byte[] atoms(int count) {
        byte[] items = new byte[2 * count];
        for (int i = 0; i < items.length; i += 2) {
            items[i] = -1; // a boolean atom
        }
        return request(vector(0, count, items.length).put(items).array());
    }

    /** Returns a compressed message of 140 kB whose decompressed length is the longest that a gateway accepts. */
    static byte[] bomb() {
        return Compression.pack(text(" ".repeat(REQUEST_BYTES_MAX - 1024)));
    }

    /** Returns a short compressed message that announces a decompressed length of 2 GB. */
    static byte[] boast() {
        byte[] stream = new byte[64];
        return header(COMPRESSED, Header.BYTES + 4 + stream.length, 4 + stream.length)
                .putInt(Integer.MAX_VALUE - 8)
                .put(stream)
                .array();
    }

    /** Returns a list of new symbols. */
    static byte[] symbols(int from, int count) {
        StringBuilder names = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            names.append("unheard").append(i).append('\0');
        }
        byte[] bytes = names.toString().getBytes(StandardCharsets.US_ASCII);
        return request(vector(11, count, bytes.length).put(bytes).array());
    }

    /** Returns a message {@code count} times. */
    static byte[] repeated(byte[] message, int count) {
        byte[] all = new byte[message.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(message, 0, all, i * message.length, message.length);
        }
        return all;
    }

    /**
     * Returns the first bytes of a request.
     *
     * @param announced the length in the header
     * @param sent the number of returned bytes
     */
    static byte[] half(int announced, int sent) {
        byte[] body = new byte[sent];
        Arrays.fill(body, (byte) ' ');
        return lying(announced, body);
    }
}
