package io.tickbus.q.wire;

import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;

/**
 * The header of a message: its first eight bytes.
 *
 * <pre>
 *  0          1            2                  3                    4        7
 * +----------+------------+------------------+--------------------+----------+
 * | 1 little | 0 async    | 0 plain          | bits 32 to 39 of   | length,  |
 * | 0 big    | 1 sync     | 1 compressed     | the length         | header   |
 * |          | 2 response | 2 compressed,    |                    | included |
 * |          |            |   2 GB or more   |                    |          |
 * +----------+------------+------------------+--------------------+----------+
 * </pre>
 *
 * Source: <a href="https://code.kx.com/q/kb/serialization/">Serialization</a>.
 *
 * @param length the bytes of the whole message, the header included
 */
public record Header(boolean littleEndian, MessageKind kind, boolean compressed, int length) {
    /** The size of a header, in bytes. */
    public static final int BYTES = 8;
    /** The longest message that a Java array can hold, in bytes. */
    public static final int MESSAGE_BYTES_MAX = Integer.MAX_VALUE - 8;

    private static final MessageKind[] KINDS = MessageKind.values();

    /**
     * Reads and checks a header. The caller allocates memory for the message only after this check.
     *
     * @param at the index of the header, whose eight bytes are present
     * @param lengthMax the longest message to accept, in bytes
     * @throws QFormatException of kind HEADER or LENGTH. Offsets count from the header.
     */
    public static Header read(byte[] bytes, int at, int lengthMax) {
        int order = bytes[at];
        int kind = bytes[at + 1];
        int compression = bytes[at + 2];
        if (order != 0 && order != 1) {
            throw new QFormatException(Kind.HEADER, 0, "byte order " + order + " is neither 0 nor 1");
        }
        if (kind < 0 || kind >= KINDS.length) {
            throw new QFormatException(Kind.HEADER, 1, "message kind " + kind + " is none of 0, 1, 2");
        }
        if (compression < 0 || compression > 2) {
            throw new QFormatException(Kind.HEADER, 2, "compression " + compression + " is none of 0, 1, 2");
        }
        int word = LittleEndian.intAt(bytes, at + 4, order == 1);
        long length = (bytes[at + 3] & 0xFFL) << 32 | (word & 0xFFFF_FFFFL);
        if (length <= BYTES) {
            throw new QFormatException(Kind.HEADER, 4, "length " + length + " leaves no room for a value");
        }
        if (length > lengthMax) {
            throw new QFormatException(
                    Kind.LENGTH, 4, "length " + length + " is past the limit of " + lengthMax + " bytes");
        }
        if (compression == 2) {
            throw new QFormatException(Kind.LENGTH, 2, "a message that unpacks to 2 GB or more");
        }
        return new Header(order == 1, KINDS[kind], compression == 1, (int) length);
    }
}
