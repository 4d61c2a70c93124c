package io.tickbus.log;

import io.tickbus.q.VectorBuilder;
import io.tickbus.q.wire.Decoder;
import io.tickbus.q.wire.LogRows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * The part of a log that {@link LogReader} has in memory. The window advances as its bytes are decoded. The window
 * grows if a message is longer than the window. One thread at a time may use an instance.
 */
final class LogWindow implements Closeable {
    private static final int READ_BYTES_MAX =
            1 << 18; // A small limit, because the JDK caches a buffer of the largest read size for each thread.
    private static final int SLACK_BYTES = Long.BYTES; // A decoder can read up to 8 bytes past the window.

    private final ReadableByteChannel source;
    private final long logBytesMax;
    private final int messageBytesMax;
    private final int bytesMax;
    private byte[] bytes;
    private int start;
    private int end;
    private long position;

    /**
     * @param logBytesMax the number of bytes to read from the log
     * @param messageBytesMax the largest size of the window, in bytes, unless {@code windowBytes} is larger
     */
    LogWindow(ReadableByteChannel source, long logBytesMax, int messageBytesMax, int windowBytes) {
        this.source = source;
        this.logBytesMax = logBytesMax;
        this.messageBytesMax = messageBytesMax;
        this.bytesMax = Math.min(Math.max(messageBytesMax, windowBytes), Integer.MAX_VALUE - 2 * SLACK_BYTES);
        this.bytes = new byte[windowBytes + SLACK_BYTES];
    }

    int length() {
        return end - start;
    }

    /** Returns the position of the window's first byte, in bytes from the start of the log. */
    long position() {
        return position;
    }

    void advance(int count) {
        start += count;
        position += count;
    }

    byte at(int index) {
        return bytes[start + index];
    }

    Decoder decoder(int index) {
        return new Decoder(bytes, start + index, end, true, position + index);
    }

    /**
     * Returns the index in the window of the next byte that a decoder reads. The caller calls this method before
     * {@link #readMore}, which moves the bytes.
     */
    int index(Decoder decoder) {
        return decoder.position() - start;
    }

    /** Decodes messages as {@link LogRows#read} does. Returns the number of messages. */
    int decode(LogRows rows, VectorBuilder[] columns, int rowsMax, long messagesMax) {
        int messages = (int) Math.min(messagesMax, Integer.MAX_VALUE);
        advance(rows.read(bytes, start, end, messageBytesMax, columns, rowsMax, messages) - start);
        return rows.messages();
    }

    boolean hasAt(byte[] wanted, int index) {
        int from = start + index;
        return from + wanted.length <= end
                && Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
    }

    int indexOf(byte[] wanted, int from) {
        byte last = wanted[wanted.length - 1];
        for (int i = start + from + wanted.length - 1; i < end; i++) {
            int first = i - wanted.length + 1;
            if (bytes[i] == last && Arrays.equals(bytes, first, i, wanted, 0, wanted.length - 1)) {
                return first - start;
            }
        }
        return -1;
    }

    /** Reads more bytes of the log into the window. Returns false if the log ends or the window cannot grow. */
    boolean readMore() throws IOException {
        int room = bytes.length - SLACK_BYTES - end;
        if (length() <= start || room == 0) {
            move();
            room = bytes.length - SLACK_BYTES - end;
        }
        int wanted = (int) Math.min(Math.min(room, READ_BYTES_MAX), logBytesMax - position - length());
        int count = wanted == 0 ? 0 : source.read(ByteBuffer.wrap(bytes, end, wanted));
        end += Math.max(0, count);
        return count > 0;
    }

    /**
     * Moves the bytes to the front of the array. If the bytes fill more than half of the array, a larger array is
     * allocated first.
     */
    private void move() {
        int capacity = bytes.length - SLACK_BYTES;
        byte[] target = bytes;
        if (length() > capacity / 2 && capacity < bytesMax) {
            target = new byte[(int) Math.min(2L * capacity, bytesMax) + SLACK_BYTES];
        }
        int held = length();
        System.arraycopy(bytes, start, target, 0, held);
        bytes = target;
        start = 0;
        end = held;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
