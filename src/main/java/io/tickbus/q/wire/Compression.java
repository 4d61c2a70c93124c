package io.tickbus.q.wire;

import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import java.util.Arrays;

/**
 * q's compression of messages. The stream is a byte of flags, eight items, the next byte of flags, and so on. Each flag
 * tells whether its item is a literal byte or a reference. A reference consists of a hash byte and a length byte. A
 * reference repeats the bytes that begin at the last index with this hash. The hash at an index is the XOR of the byte
 * at this index and the next byte. Unlike q, this class checks each index while unpacking. Thread-safe.
 *
 * <p>Source: the reference implementation in KX's <a href="https://github.com/KxSystems/javakdb">javakdb</a>.
 */
public final class Compression {
    /** Messages of up to this number of bytes are never compressed. */
    public static final int PLAIN_BYTES_MAX = 2000;

    private static final int STREAM_AT = Header.BYTES + Integer.BYTES;
    private static final int HASHES = 256;
    private static final int RUN_BYTES_MAX = 255;

    private Compression() {}

    /**
     * Unpacks a message.
     *
     * @param at the index of the message's header
     * @param unpackedBytesMax the largest result to accept, in bytes
     * @return the message before compression, with a header that marks it as uncompressed
     * @throws QFormatException of kind COMPRESSION or LENGTH. Offsets count from the header.
     */
    static byte[] unpack(byte[] bytes, int at, Header header, int unpackedBytesMax) {
        if (header.length() < STREAM_AT) {
            throw new QFormatException(Kind.COMPRESSION, Header.BYTES, "no unpacked length");
        }
        long length = LittleEndian.intAt(bytes, at + Header.BYTES, header.littleEndian()) & 0xFFFF_FFFFL;
        if (length > unpackedBytesMax) {
            throw new QFormatException(
                    Kind.LENGTH,
                    Header.BYTES,
                    "unpacks to " + length + " bytes, past the limit of " + unpackedBytesMax);
        }
        // The largest possible length. A reference takes two bytes and one flag bit, and unpacks to at most 257 bytes.
        long reachable = Header.BYTES + (header.length() - STREAM_AT) * (RUN_BYTES_MAX + 2L) / 2;
        if (length <= Header.BYTES || length > reachable) {
            throw new QFormatException(
                    Kind.COMPRESSION,
                    Header.BYTES,
                    "unpacked length " + length + " from " + header.length() + " bytes");
        }
        byte[] out = new byte[(int) length];
        unpack(bytes, at + STREAM_AT, at + header.length(), at, out);
        out[0] = bytes[at];
        out[1] = bytes[at + 1];
        LittleEndian.INT.set(out, 4, header.littleEndian() ? out.length : Integer.reverseBytes(out.length));
        return out;
    }

    private static void unpack(byte[] in, int from, int to, int origin, byte[] out) {
        int[] places = new int[HASHES];
        int read = from;
        int write = Header.BYTES;
        int flags = 0;
        int bit = 0;
        boolean afterLiteral = false;
        while (write < out.length) {
            if (bit == 0) {
                require(read < to, read - origin, "the stream ends");
                flags = in[read++];
                bit = 1;
            }
            boolean reference = (flags & bit) != 0;
            int place = 0;
            int length = 1;
            int hash = 0;
            if (reference) {
                require(read + 1 < to, read - origin, "the stream ends");
                hash = in[read++] & 0xFF;
                place = places[hash];
                length = 2 + (in[read++] & 0xFF);
                require(place >= Header.BYTES, read - 2 - origin, "a reference to what was not sent");
                require(write + length <= out.length, read - 1 - origin, "a run past the end");
                copy(out, place, write, length);
            } else {
                require(read < to, read - origin, "the stream ends");
                out[write] = in[read++];
            }
            // The hash at a literal includes the next byte, so the next byte must be unpacked first.
            if (afterLiteral) {
                places[(out[write - 1] ^ out[write]) & 0xFF] = write - 1;
            }
            if (reference) {
                places[hash] = write;
            }
            write += length;
            afterLiteral = !reference;
            bit = bit << 1 & 0xFF;
        }
        require(read == to, read - origin, "bytes left in the stream");
    }

    /**
     * Copies {@code length} bytes from {@code place} to {@code write}. The two ranges can overlap. Bytes that were just
     * written are then repeated.
     */
    private static void copy(byte[] out, int place, int write, int length) {
        int end = write + length;
        if (write - place >= Long.BYTES && end + Long.BYTES <= out.length) {
            int ahead = place - write;
            // The last word can write bytes past {@code end}. Later items overwrite these bytes.
            for (int at = write; at < end; at += Long.BYTES) {
                LittleEndian.LONG.set(out, at, (long) LittleEndian.LONG.get(out, at + ahead));
            }
        } else {
            for (int at = write; at < end; at++) {
                out[at] = out[place + at - write];
            }
        }
    }

    private static void require(boolean holds, int offset, String reason) {
        if (!holds) {
            throw new QFormatException(Kind.COMPRESSION, offset, reason);
        }
    }

    /**
     * Compresses a little-endian message. Returns the given message if it has at most {@link #PLAIN_BYTES_MAX} bytes,
     * or if compression would not halve its size.
     */
    public static byte[] pack(byte[] message) {
        if (message.length <= PLAIN_BYTES_MAX) {
            return message;
        }
        byte[] out = new byte[message.length / 2];
        int size = pack(message, out);
        if (size < 0) {
            return message;
        }
        System.arraycopy(message, 0, out, 0, 4);
        out[2] = 1;
        LittleEndian.INT.set(out, 4, size);
        LittleEndian.INT.set(out, Header.BYTES, message.length);
        return Arrays.copyOf(out, size);
    }

    /**
     * Compresses {@code in} into {@code out}. Returns the index after the last byte written, or -1 if {@code out} is
     * too short.
     */
    private static int pack(byte[] in, byte[] out) {
        int[] places = new int[HASHES];
        int read = Header.BYTES;
        int write = STREAM_AT;
        int flagsAt = write;
        int flags = 0;
        int bit = 0;
        // The hash at the last literal if places does not have this hash yet, else -1. A receiver can compute the hash
        // only after the next byte.
        int pendingHash = -1;
        while (read < in.length) {
            if (bit == 0) {
                if (write > out.length - 17) { // A flag byte and eight references need 17 bytes.
                    return -1;
                }
                out[flagsAt] = (byte) flags;
                flagsAt = write++;
                flags = 0;
                bit = 1;
            }
            int hash = read + 1 < in.length ? (in[read] ^ in[read + 1]) & 0xFF : -1;
            int place = hash < 0 || in.length - read < 3 ? 0 : places[hash];
            boolean reference = place > 0 && in[place] == in[read] && in[place + 1] == in[read + 1];
            if (pendingHash >= 0) {
                places[pendingHash] = read - 1;
                pendingHash = -1;
            }
            if (reference) {
                places[hash] = read;
                int run = run(in, place + 2, read + 2);
                flags |= bit;
                out[write++] = (byte) hash;
                out[write++] = (byte) run;
                read += 2 + run;
            } else {
                pendingHash = hash;
                out[write++] = in[read++];
            }
            bit = bit << 1 & 0xFF;
        }
        out[flagsAt] = (byte) flags;
        return write;
    }

    private static int run(byte[] in, int earlier, int here) {
        int max = Math.min(RUN_BYTES_MAX, in.length - here);
        int run = 0;
        while (run <= max - Long.BYTES) {
            long difference =
                    (long) LittleEndian.LONG.get(in, earlier + run) ^ (long) LittleEndian.LONG.get(in, here + run);
            if (difference != 0) {
                return run + Long.numberOfTrailingZeros(difference) / Byte.SIZE;
            }
            run += Long.BYTES;
        }
        while (run < max && in[earlier + run] == in[here + run]) {
            run++;
        }
        return run;
    }
}
