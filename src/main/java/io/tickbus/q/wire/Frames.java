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
 * Splits a stream of bytes into messages. A reused buffer takes as many bytes as the source has; messages are polled
 * from it. Each header is checked before the rest of its message is awaited. The buffer grows with the bytes received,
 * never with the length that a header claims. Used by connections of clients and of the server. One thread at a time
 * may use an instance.
 */
public final class Frames {
    private static final int CAPACITY = 1 << 16;
    private static final int LIST_HEAD_BYTES = 6; // type, attribute, count
    private static final int READ_BYTES_MAX = 1 << 20; // larger reads save nothing more
    private static final int CAPACITY_KEPT_MAX = 1 << 23; // a larger buffer is dropped after its message

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
     * @param valuesMax the largest number of values in a message, where a vector counts as one. A value of two bytes
     *     may take 70 bytes in memory, so a limit of bytes is not enough.
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
     * Reads the bytes that a channel has.
     *
     * @return the number of bytes read, -1 at the end of the stream
     */
    public int readFrom(ReadableByteChannel in) throws IOException {
        ensureRoomToRead();
        // bounded, because the channel allocates off-heap memory of the requested size
        return took(in.read(ByteBuffer.wrap(buffer, end, Math.min(buffer.length - end, READ_BYTES_MAX))));
    }

    private int took(int count) {
        end += Math.max(0, count);
        return count;
    }

    /** Makes room to read. Doubles the buffer after a read that filled it, for fewer reads and larger batches. */
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
     * Returns whether there is a whole message for {@link #poll}.
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
     * Removes the next message and decodes it. The caller calls {@link #hasMessage} first.
     *
     * @throws QFormatException if the message is malformed; it is removed, and the next one can be polled
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
     * Returns the leading symbols, at most two, of the message polled last: the function and the table of a call. It
     * works for a malformed message too, but returns none for a compressed one. Valid only until the next call of
     * another method.
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
     * Reads messages straight into columns, while the next message is whole and one that the reader accepts. The
     * message after them is for {@link #hasMessage} and {@link #poll}.
     *
     * @param columns one builder per column of the reader's schema, all of the same size
     * @param rowsMax the size of the columns at which to stop; the last message may exceed it
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
     * Returns the kind of the message that {@link #poll} returns next. It is known even if the message cannot be
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
     * Returns the bytes of the message that {@link #poll} returns next. For a compressed message, this is the unpacked
     * length that it claims.
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

    /** Returns the number of bytes received and not yet polled. */
    public int pendingBytes() {
        return end - start;
    }

    /** Returns the size of the buffer in bytes. */
    public int retainedBytes() {
        return buffer.length;
    }

    /** Shrinks the buffer after a long message, if the bytes received since do not need it. */
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
     * @param enough the size, in bytes, up to which the buffer may double; it grows further only as far as
     *     {@code count} needs
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

    /** Moves the bytes to the front of a buffer of this length. If the length is unchanged, it keeps the buffer. */
    private void resize(int length) {
        int held = end - start;
        byte[] target = length == buffer.length ? buffer : new byte[length];
        System.arraycopy(buffer, start, target, 0, held);
        buffer = target;
        start = 0;
        end = held;
    }
}
