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

/** Messages that no honest client sends. */
final class Forged {
    /** The longest request that a gateway takes if nothing else is configured, in bytes. */
    static final int REQUEST_BYTES_MAX = 16 << 20;

    private static final byte COMPRESSED = 1;

    private Forged() {}

    /** A query as an honest client sends it. */
    static byte[] text(String query) {
        return new Message(MessageKind.SYNC, ByteVector.chars(query)).encode();
    }

    /** A request with some body. */
    private static byte[] request(byte[] body) {
        return lying(Header.BYTES + body.length, body);
    }

    /** A request whose header announces another length than it has. */
    static byte[] lying(int length, byte[] body) {
        return header((byte) 0, length, body.length).put(body).array();
    }

    private static ByteBuffer header(byte compression, int length, int bodyBytes) {
        return ByteBuffer.allocate(Header.BYTES + bodyBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {1, 1, compression, 0})
                .putInt(length);
    }

    /** A vector that announces more items than there are. */
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

    /** Lists of one list each. */
    static byte[] nest(int depth) {
        byte[] list = vector(0, 1, 0).array();
        ByteBuffer body = ByteBuffer.allocate(depth * list.length + 2);
        for (int i = 0; i < depth; i++) {
            body.put(list);
        }
        return request(body.put(new byte[] {101, 0}).array());
    }

    /** A list of so many atoms, of two bytes on the wire each and many times that in memory. */
    static byte[] atoms(int count) {
        byte[] items = new byte[2 * count];
        for (int i = 0; i < items.length; i += 2) {
            items[i] = -1; // a boolean
        }
        return request(vector(0, count, items.length).put(items).array());
    }

    /** A message of 140 kB that unpacks to the longest that is taken. */
    static byte[] bomb() {
        return Compression.pack(text(" ".repeat(REQUEST_BYTES_MAX - 1024)));
    }

    /** A message of some bytes that says it unpacks to 2 GB. */
    static byte[] boast() {
        byte[] stream = new byte[64];
        return header(COMPRESSED, Header.BYTES + 4 + stream.length, 4 + stream.length)
                .putInt(Integer.MAX_VALUE - 8)
                .put(stream)
                .array();
    }

    /** A list of new symbols. */
    static byte[] symbols(int from, int count) {
        StringBuilder names = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            names.append("unheard").append(i).append('\0');
        }
        byte[] bytes = names.toString().getBytes(StandardCharsets.US_ASCII);
        return request(vector(11, count, bytes.length).put(bytes).array());
    }

    /** A message many times over. */
    static byte[] repeated(byte[] message, int count) {
        byte[] all = new byte[message.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(message, 0, all, i * message.length, message.length);
        }
        return all;
    }

    /** The beginning of a request that announces so many bytes, and as many of them as are given. */
    static byte[] half(int announced, int sent) {
        byte[] body = new byte[sent];
        Arrays.fill(body, (byte) ' ');
        return lying(announced, body);
    }
}
