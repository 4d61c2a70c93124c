package io.tickbus.q;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into messages: one reused buffer that takes in as much as the source holds, and gives out message
 * after message. Every header is checked before its message is waited for, and the buffer grows with the bytes that come, not
 * with what a header announces. One thread at a time.
 */
public final class Frames {
    private static final int CAPACITY = 1 << 18; // what a loopback or a 10 Gbit socket holds in a read
    private static final int CAPACITY_KEPT_MAX = 1 << 23; // a larger one goes once its message is done

    private final int messageBytesMax;
    private final int capacity;
    private byte[] buffer;
    private int start;
    private int end;
    private @Nullable Header header;

    /**
     * @param messageBytesMax the longest message to accept, as it comes and as it unpacks, in bytes
     */
    public Frames(int messageBytesMax) {
        this(messageBytesMax, CAPACITY);
    }

    /**
     * @param capacity the bytes to begin with; a server with many connections that are mostly still takes few
     */
    public Frames(int messageBytesMax, int capacity) {
        this.messageBytesMax = messageBytesMax;
        this.capacity = capacity;
        this.buffer = new byte[capacity];
    }

    /**
     * Waits until the stream has bytes, and takes what it has.
     *
     * @return the number of bytes taken, -1 at the end of the stream
     */
    public int readFrom(InputStream in) throws IOException {
        ensureRoom(1);
        int count = in.read(buffer, end, buffer.length - end);
        if (count > 0) {
            end += count;
        }
        return count;
    }

    /**
     * Takes what a channel has, at most what the buffer holds at first.
     *
     * @return the number of bytes taken, -1 at the end of the stream
     */
    public int readFrom(ReadableByteChannel in) throws IOException {
        ensureRoom(1);
        // not all the room of a buffer that has grown: the channel copies by way of memory of the size it is asked for
        int count = in.read(ByteBuffer.wrap(buffer, end, Math.min(buffer.length - end, capacity)));
        if (count > 0) {
            end += count;
        }
        return count;
    }

    /** Takes bytes that somebody else has read. */
    public void add(byte[] source, int from, int count) {
        ensureRoom(count);
        System.arraycopy(source, from, buffer, end, count);
        end += count;
    }

    /**
     * True when {@link #take} has a whole message to give.
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
    public Message take() {
        Header current = header;
        if (current == null || end - start < current.length()) {
            throw new IllegalStateException("no whole message");
        }
        try {
            return Message.decode(buffer, start, current, messageBytesMax);
        } finally {
            start += current.length();
            header = null;
        }
    }

    /**
     * Lets a reader take messages straight into columns, for as long as the next one is whole and for it.
     *
     * @param rowsMax to stop at; the last message may bring more
     * @return rows added; the next message, if there is one, is for {@link #hasMessage} and {@link #take}
     */
    public int takeRows(RowReader reader, VectorBuilder[] columns, int rowsMax) {
        int before = columns[0].size();
        int next = reader.read(buffer, start, end, messageBytesMax, columns, rowsMax);
        if (next > start) {
            start = next;
            header = null;
        }
        return columns[0].size() - before;
    }

    /** The kind of the message that {@link #take} gives next, known even when it cannot be decoded. */
    public MessageKind kind() {
        if (header == null) {
            throw new IllegalStateException("no whole message");
        }
        return header.kind();
    }

    /** Bytes of a message that has not come whole. */
    public int pendingBytes() {
        return end - start;
    }

    private void ensureRoom(int count) {
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
            System.arraycopy(buffer, start, buffer, 0, held);
        } else {
            int larger = Math.toIntExact(Math.min(Math.max(wanted, 2L * buffer.length), Math.max(wanted, 1 << 30)));
            byte[] grown = new byte[larger];
            System.arraycopy(buffer, start, grown, 0, held);
            buffer = grown;
        }
        start = 0;
        end = held;
    }
}
