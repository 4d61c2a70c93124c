package io.tickbus.q.wire;

import java.util.Arrays;

/**
 * What stands before the first item in every message of one kind: compared a word at a time, and so for the price of a few
 * loads. Attributes may differ; the last ones seen are expected again. One thread at a time.
 */
final class MessageHead {
    private static final int PLAIN_ASYNC = 1; // little-endian, async, not compressed, shorter than 4 GB

    private final byte[] template;
    private final int[] attributesAt;
    private byte[] expected;
    private final long[] words; // what is expected, and what is left of it
    private long restWord;
    private final long restMask;

    /**
     * @param body the bytes behind the header, all attributes none
     * @param attributesAt the indexes in it that hold an attribute
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

    /** In bytes, without the header. */
    int length() {
        return template.length;
    }

    /**
     * Where a message ends.
     *
     * @param lengthMax bytes, its header included
     * @return the index behind it; {@code from} if it is not a plain asynchronous one, is longer, or has not come whole
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

    /** Whether the body of a message begins like this. */
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
                return false; // a wide count follows
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
