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
 * Cuts a stream of bytes into messages: one reused buffer that takes in as much as the source holds, and gives out message
 * after message. Every header is checked before its message is waited for, and the buffer grows with the bytes that come, not
 * with what a header announces. One thread at a time.
 */
public final class Frames {
    private static final int CAPACITY = 1 << 16;
    private static final int LIST_HEAD_BYTES = 6; // type, attribute, count
    private static final int READ_BYTES_MAX = 1 << 20; // more at once no longer saves anything
    private static final int CAPACITY_KEPT_MAX = 1 << 23; // a larger one goes once its message is done

    private final int messageBytesMax;
    private final int capacity;
    private final int valuesMax;
    private byte[] buffer;
    private int start;
    private int end;
    private @Nullable Header header;
    private @Nullable Header taken;

    /**
     * @param messageBytesMax the longest message to accept, as it comes and as it unpacks, in bytes
     */
    public Frames(int messageBytesMax) {
        this(messageBytesMax, CAPACITY, Integer.MAX_VALUE);
    }

    /**
     * @param capacity the bytes to begin with; a server with many connections that are mostly still takes few
     * @param valuesMax values that a message may hold, a vector being one: a value of two bytes may take seventy in memory
     */
    public Frames(int messageBytesMax, int capacity, int valuesMax) {
        this.messageBytesMax = messageBytesMax;
        this.capacity = capacity;
        this.valuesMax = valuesMax;
        this.buffer = new byte[capacity];
    }

    /**
     * Waits until the stream has bytes, and takes what it has.
     *
     * @return the number of bytes taken, -1 at the end of the stream
     */
    public int readFrom(InputStream in) throws IOException {
        ensureRoomToRead();
        return took(in.read(buffer, end, buffer.length - end));
    }

    /**
     * Takes what a channel has.
     *
     * @return the number of bytes taken, -1 at the end of the stream
     */
    public int readFrom(ReadableByteChannel in) throws IOException {
        ensureRoomToRead();
        // not all the room of a buffer that has grown: the channel copies by way of memory of the size it is asked for
        return took(in.read(ByteBuffer.wrap(buffer, end, Math.min(buffer.length - end, READ_BYTES_MAX))));
    }

    private int took(int count) {
        end += Math.max(0, count);
        return count;
    }

    /** The more comes at a time, the more is taken at a time: fewer reads, and larger batches. */
    private void ensureRoomToRead() {
        boolean wasFilled = end == buffer.length;
        ensureRoom(1);
        if (wasFilled && buffer.length < READ_BYTES_MAX) {
            resize(2 * buffer.length);
        } else if (start > 0 && end - start <= buffer.length / 2 && buffer.length - end < buffer.length / 2) {
            resize(buffer.length);
        }
    }

    /** Takes bytes that somebody else has read. */
    public void add(byte[] source, int from, int count) {
        ensureRoom(count, header == null ? Long.MAX_VALUE : header.length());
        System.arraycopy(source, from, buffer, end, count);
        end += count;
    }

    /**
     * True when {@link #poll} has a whole message to give.
     *
     * @throws QFormatException for a bad header: the stream cannot go on, since nobody knows where the next message begins
     */
    public boolean hasMessage() {
        if (header == null && end - start >= Header.BYTES) {
            header = Header.read(buffer, start, messageBytesMax);
        }
        return header != null && end - start >= header.length();
    }

    /**
     * Decodes the message that {@link #hasMessage} announced and moves past it, whatever comes of it.
     *
     * @throws QFormatException for a malformed message; the next one can be taken all the same
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
     * Returns the symbols that the message begins with that was taken last, two at most, even if the rest of it is malformed. To be
     * called before anything else; there are none of a message that is compressed.
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
     * Lets a reader take messages straight into columns, for as long as the next one is whole and for it.
     *
     * @param rowsMax to stop at; the last message may bring more
     * @return rows added; the next message, if there is one, is for {@link #hasMessage} and {@link #poll}
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

    /** The kind of the message that {@link #poll} gives next, known even when it cannot be decoded. */
    public MessageKind kind() {
        if (header == null) {
            throw new IllegalStateException("no whole message");
        }
        return header.kind();
    }

    /** Bytes of the message that {@link #poll} gives next, as it says itself where it is compressed. */
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

    /** Bytes of a message that has not come whole. */
    public int pendingBytes() {
        return end - start;
    }

    /** Bytes of memory kept for messages that have not come whole, filled or not. */
    public int retainedBytes() {
        return buffer.length;
    }

    /** Lets go of the room that a long message took and what has come since does not need. */
    public void trim() {
        int needed = Math.max(capacity, end - start);
        if (buffer.length / 2 > needed) {
            resize(needed);
        }
    }

    private void ensureRoom(int count) {
        ensureRoom(count, Long.MAX_VALUE);
    }

    /** @param enough not to be exceeded for the sake of what may come later */
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

    /** Puts what is held in front of a buffer of this length: the same one if it is as long. */
    private void resize(int length) {
        int held = end - start;
        byte[] target = length == buffer.length ? buffer : new byte[length];
        System.arraycopy(buffer, start, target, 0, held);
        buffer = target;
        start = 0;
        end = held;
    }
}
