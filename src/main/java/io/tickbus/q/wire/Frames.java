package io.tickbus.q.wire;

import io.tickbus.q.EscapedText;
import io.tickbus.q.QType;
import io.tickbus.q.VectorBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into messages. The bytes are read into a buffer, and messages are polled from the buffer.
 * Each header is checked as soon as it has arrived. The buffer grows with the bytes received, never with the length
 * that a header claims. Used by connections of clients and of the server. One thread at a time may use an instance.
 */
public final class Frames {
    private static final int CAPACITY = 1 << 16;
    private static final int LIST_HEAD_BYTES = 6; // The head of a list is its type, attribute and count.
    private static final int READ_BYTES_MAX = 1 << 20; // Larger reads are not faster.
    private static final int CAPACITY_KEPT_MAX = 1 << 23; // A larger buffer is replaced after all its bytes are polled.

    private final int messageBytesMax;
    private final int capacity;
    private final int valuesMax;
    private byte[] buffer;
    private int start;
    private int end;
    private @Nullable Header header;
    private @Nullable Header taken;

    /**
     * Makes frames for one connection.
     *
     * @param messageBytesMax the longest message to accept in bytes, both compressed and unpacked
     */
    public Frames(int messageBytesMax) {
        this(messageBytesMax, CAPACITY, Integer.MAX_VALUE);
    }

    /**
     * Makes frames for one connection.
     *
     * @param messageBytesMax the longest message to accept in bytes, both compressed and unpacked
     * @param capacity the initial size of the buffer in bytes; small for a server with many idle connections
     * @param valuesMax the largest number of values in a message. A vector counts as one value. A limit on bytes is not
     *     enough, because a value of two bytes can take 70 bytes in memory.
     */
    public Frames(int messageBytesMax, int capacity, int valuesMax) {
        this.messageBytesMax = messageBytesMax;
        this.capacity = capacity;
        this.valuesMax = valuesMax;
        this.buffer = new byte[capacity];
    }

    /**
     * Waits until the stream has bytes, and reads them.
     *
     * @return the number of bytes read, -1 at the end of the stream
     */
    public int readFrom(InputStream in) throws IOException {
        ensureRoomToRead();
        return took(in.read(buffer, end, buffer.length - end));
    }

    /**
     * Reads the bytes that a channel has received.
     *
     * @return the number of bytes read, -1 at the end of the stream
     */
    public int readFrom(ReadableByteChannel in) throws IOException {
        ensureRoomToRead();
        // The read is bounded, because the channel allocates off-heap memory of the requested size.
        return took(in.read(ByteBuffer.wrap(buffer, end, Math.min(buffer.length - end, READ_BYTES_MAX))));
    }

    private int took(int count) {
        end += Math.max(0, count);
        return count;
    }

    /** Makes room to read. A full buffer is doubled, which leads to fewer reads and larger batches. */
    private void ensureRoomToRead() {
        boolean wasFilled = end == buffer.length;
        ensureRoom(1);
        if (wasFilled && buffer.length < READ_BYTES_MAX) {
            resize(2 * buffer.length);
        } else if (start > 0 && end - start <= buffer.length / 2 && buffer.length - end < buffer.length / 2) {
            resize(buffer.length);
        }
    }

    /** Adds bytes that the caller has read. */
    public void add(byte[] source, int from, int count) {
        ensureRoom(count, header == null ? Long.MAX_VALUE : header.length());
        System.arraycopy(source, from, buffer, end, count);
        end += count;
    }

    /**
     * Returns whether {@link #poll} has a whole message to return.
     *
     * @throws QFormatException if a header is invalid. The stream cannot be read further, because the start of the next
     *     message is unknown.
     */
    public boolean hasMessage() {
        if (header == null && end - start >= Header.BYTES) {
            header = Header.read(buffer, start, messageBytesMax);
        }
        return header != null && end - start >= header.length();
    }

    /**
     * Removes the next message and decodes it. The caller must call {@link #hasMessage} first.
     *
     * @throws QFormatException if the message is malformed. The message is removed, and the next message can be polled.
     * @throws IllegalStateException if there is no whole message
     */
    public Message poll() {
        Header current = header;
        if (current == null || end - start < current.length()) {
            throw new IllegalStateException("no whole message");
        }
        try {
            return Message.decode(buffer, start, current, messageBytesMax, valuesMax);
        } finally {
            start += current.length();
            header = null;
            taken = current;
        }
    }

    /**
     * Returns up to two leading symbols of the last polled message, even if the message is malformed. In a call, these
     * symbols are the function and the table. For a compressed message, the result is empty. The caller must call this
     * method directly after {@link #poll}.
     */
    public List<String> polledSymbols() {
        Header last = taken;
        List<String> symbols = new ArrayList<>();
        if (last == null || last.compressed() || last.length() < Header.BYTES + LIST_HEAD_BYTES) {
            return symbols;
        }
        int at = start - last.length() + Header.BYTES;
        if (buffer[at] != QType.LIST.code()) {
            return symbols;
        }
        at += LIST_HEAD_BYTES;
        while (symbols.size() < 2 && at < start && buffer[at] == -QType.SYMBOL.code()) {
            int end = at + 1;
            while (end < start && buffer[end] != 0) {
                end++;
            }
            symbols.add(EscapedText.of(buffer, at + 1, end - at - 1));
            at = end + 1;
        }
        return symbols;
    }

    /**
     * Reads messages straight into columns. Stops at the first message that is incomplete or that the reader does not
     * accept. This message is left for {@link #hasMessage} and {@link #poll}.
     *
     * @param columns one builder per column of the reader's schema, all of equal size
     * @param rowsMax the number of rows in the columns at which reading stops. The last message can exceed it.
     * @return the number of rows added
     */
    public int pollRows(RowReader reader, VectorBuilder[] columns, int rowsMax) {
        int before = columns[0].size();
        int next = reader.read(buffer, start, end, messageBytesMax, columns, rowsMax);
        if (next > start) {
            start = next;
            header = null;
        }
        return columns[0].size() - before;
    }

    /**
     * Returns the kind of the message that {@link #poll} returns next. The kind is known even if the message cannot be
     * decoded.
     *
     * @throws IllegalStateException unless {@link #hasMessage} returned true
     */
    public MessageKind kind() {
        if (header == null) {
            throw new IllegalStateException("no whole message");
        }
        return header.kind();
    }

    /**
     * Returns the number of bytes of the message that {@link #poll} returns next. For a compressed message, this is the
     * unpacked length that the message claims.
     *
     * @throws IllegalStateException unless {@link #hasMessage} returned true
     */
    public long nextBytes() {
        Header current = header;
        if (current == null) {
            throw new IllegalStateException("no whole message");
        }
        boolean tells = current.compressed() && current.length() >= Header.BYTES + Integer.BYTES;
        return tells
                ? LittleEndian.intAt(buffer, start + Header.BYTES, current.littleEndian()) & 0xFFFF_FFFFL
                : current.length();
    }

    /** Returns the number of bytes that are received and not yet polled. */
    public int pendingBytes() {
        return end - start;
    }

    /** Returns the size of the buffer in bytes. */
    public int retainedBytes() {
        return buffer.length;
    }

    /** Shrinks the buffer after a long message, unless bytes of later messages need the room. */
    public void trim() {
        int needed = Math.max(capacity, end - start);
        if (buffer.length / 2 > needed) {
            resize(needed);
        }
    }

    private void ensureRoom(int count) {
        ensureRoom(count, Long.MAX_VALUE);
    }

    /**
     * Makes room for {@code count} more bytes.
     *
     * @param enough the size, in bytes, up to which the buffer can double. Above this size, the buffer grows only as
     *     far as {@code count} requires.
     */
    private void ensureRoom(int count, long enough) {
        if (start == end) {
            start = 0;
            end = 0;
            if (buffer.length > CAPACITY_KEPT_MAX) {
                buffer = new byte[capacity];
            }
        }
        if (buffer.length - end >= count) {
            return;
        }
        int held = end - start;
        long wanted = (long) held + count;
        if (wanted <= buffer.length / 2) {
            resize(buffer.length);
        } else {
            resize(Math.toIntExact(Math.max(wanted, Math.min(enough, Math.min(2L * buffer.length, 1 << 30)))));
        }
    }

    /**
     * Moves the received bytes to the front of a buffer of this length. Allocates a new buffer only if the length
     * changes.
     */
    private void resize(int length) {
        int held = end - start;
        byte[] target = length == buffer.length ? buffer : new byte[length];
        System.arraycopy(buffer, start, target, 0, held);
        buffer = target;
        start = 0;
        end = held;
    }
}
