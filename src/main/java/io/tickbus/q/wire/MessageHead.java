package io.tickbus.q.wire;

import java.util.Arrays;

/**
 * The bytes with which all messages of one function, table and shape start, up to the first item of the rows. Comparing
 * these bytes word by word is faster than decoding names. Only attributes can differ from message to message. The
 * attributes of the last message are expected in the next message. One thread at a time may use an instance.
 */
final class MessageHead {
    // The first four bytes of a message that is little-endian, asynchronous, uncompressed and shorter than 4 GB.
    private static final int PLAIN_ASYNC = 1;

    private final byte[] template;
    private final int[] attributesAt;
    private byte[] expected;
    // The expected bytes as whole words. The remaining bytes are in restWord.
    private final long[] words;
    private long restWord;
    private final long restMask;

    /**
     * Makes a head.
     *
     * @param body the bytes after the header, with all attributes 0
     * @param attributesAt the indexes of the attribute bytes in {@code body}
     */
    MessageHead(byte[] body, int... attributesAt) {
        this.template = body.clone();
        this.attributesAt = attributesAt.clone();
        this.expected = template;
        this.words = new long[body.length / Long.BYTES];
        this.restMask = (1L << (body.length % Long.BYTES * Byte.SIZE)) - 1;
        expect(template);
    }

    private void expect(byte[] body) {
        expected = body;
        for (int i = 0; i < words.length; i++) {
            words[i] = (long) LittleEndian.LONG.get(body, i * Long.BYTES);
        }
        byte[] rest = Arrays.copyOfRange(body, words.length * Long.BYTES, (words.length + 1) * Long.BYTES);
        restWord = (long) LittleEndian.LONG.get(rest, 0);
    }

    /** Returns the number of bytes of this head. The 8 bytes of the message's IPC header are not counted. */
    int length() {
        return template.length;
    }

    /**
     * Finds the end of a message. The message must be asynchronous, uncompressed and little-endian.
     *
     * @param from the index of the message's header
     * @param to the index after the last received byte
     * @param lengthMax the longest message to accept, in bytes, header included
     * @return the index after the message, or {@code from} if the message is incomplete, too long or of another form
     */
    static int end(byte[] bytes, int from, int to, int lengthMax) {
        if (to - from <= Header.BYTES) {
            return from;
        }
        long header = (long) LittleEndian.LONG.get(bytes, from);
        long length = header >>> Integer.SIZE;
        return (int) header != PLAIN_ASYNC || length <= Header.BYTES || length > Math.min(to - from, lengthMax)
                ? from
                : from + (int) length;
    }

    /** Returns whether the bytes from {@code from} to {@code to} begin with this head. Attributes are ignored. */
    boolean starts(byte[] bytes, int from, int to) {
        if (to - from < template.length) {
            return false;
        }
        long difference = 0;
        for (int i = 0; i < words.length; i++) {
            difference |= (long) LittleEndian.LONG.get(bytes, from + i * Long.BYTES) ^ words[i];
        }
        int rest = words.length * Long.BYTES;
        if (from + rest <= bytes.length - Long.BYTES) {
            difference |= ((long) LittleEndian.LONG.get(bytes, from + rest) ^ restWord) & restMask;
        } else {
            difference |=
                    Arrays.mismatch(bytes, from + rest, from + template.length, expected, rest, template.length) + 1;
        }
        return difference == 0 || (attributesAt.length > 0 && startsButForAttributes(bytes, from));
    }

    private boolean startsButForAttributes(byte[] bytes, int from) {
        byte[] other = Arrays.copyOfRange(bytes, from, from + template.length);
        byte[] plain = other.clone();
        for (int at : attributesAt) {
            if (plain[at] < 0) {
                return false; // A negative attribute means that the count has 8 bytes.
            }
            plain[at] = 0;
        }
        if (!Arrays.equals(plain, template)) {
            return false;
        }
        expect(other);
        return true;
    }
}
