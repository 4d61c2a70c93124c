package io.tickbus.log;

import io.tickbus.q.Decoder;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log message by message, with a window that grows only where a message is longer. Where the file ends inside a
 * message, reading ends before it, and goes on when more has been written: that is how a live log looks. One thread at a time.
 */
public final class LogReader implements Closeable {
    private static final int WINDOW_BYTES = 1 << 18;

    private final FileChannel file;
    private final int messageBytesMax;
    private byte[] window = new byte[WINDOW_BYTES];
    private int start;
    private int end;
    private long messages;
    private long goodBytes;
    private @Nullable QFormatException damage;

    LogReader(FileChannel file, int messageBytesMax) {
        this.file = file;
        this.messageBytesMax = messageBytesMax;
    }

    /**
     * Opens a log.
     *
     * @param messageBytesMax a message that is longer, or claims to be, counts as damage
     */
    public static LogReader open(Path path, int messageBytesMax) throws IOException {
        return new LogReader(FileChannel.open(path, StandardOpenOption.READ), messageBytesMax);
    }

    /** Reads a log from end to end and tells what it holds. */
    public static LogSummary scan(Path path, int messageBytesMax) throws IOException {
        try (LogReader reader = open(path, messageBytesMax)) {
            return reader.summary();
        }
    }

    LogSummary summary() throws IOException {
        while (next() != null) {
            // next() counts
        }
        return new LogSummary(messages, goodBytes, file.size(), damage == null ? null : damage.getMessage());
    }

    /** The next whole message, or null when there is none; {@link #damage} tells whether there can be one later. */
    public @Nullable Value next() throws IOException {
        while (damage == null) {
            try {
                if (goodBytes == 0) {
                    readHead();
                }
                if (start < end) {
                    Decoder decoder = new Decoder(window, start, end, true, goodBytes);
                    Value value = decoder.value();
                    advance(decoder.position() - start);
                    messages++;
                    return value;
                }
            } catch (QFormatException malformed) {
                if (malformed.kind() != QFormatException.Kind.TRUNCATED) {
                    damage = malformed;
                    return null;
                }
            }
            if (!readMore()) {
                return null;
            }
        }
        return null;
    }

    /** Whole messages so far. */
    public long messages() {
        return messages;
    }

    /** Bytes from the start of the file to the end of the last whole message. */
    public long goodBytes() {
        return goodBytes;
    }

    /** What is wrong behind the good bytes, with its place in the file; null when nothing is, or the file just ends there. */
    public @Nullable QFormatException damage() {
        return damage;
    }

    private void readHead() {
        byte[] head = LogWriter.HEAD;
        int known = Math.min(head.length, end - start);
        for (int i = 0; i < Math.min(known, 3); i++) { // the attribute and the count mean nothing
            if (window[start + i] != head[i]) {
                throw new QFormatException(QFormatException.Kind.HEADER, i, "not the head of a tickerplant's log");
            }
        }
        if (known < head.length) {
            throw new QFormatException(QFormatException.Kind.TRUNCATED, known, "the head of a log ends");
        }
        advance(head.length);
    }

    private void advance(int bytes) {
        start += bytes;
        goodBytes += bytes;
    }

    /** Takes in more of the file, behind what is not used up; false at its end. */
    private boolean readMore() throws IOException {
        if (start > 0) {
            System.arraycopy(window, start, window, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == window.length) {
            if (window.length >= messageBytesMax) {
                damage = new QFormatException(
                        QFormatException.Kind.LENGTH,
                        goodBytes,
                        "a message past the limit of " + messageBytesMax + " bytes");
                return false;
            }
            window = Arrays.copyOf(window, (int) Math.min(2L * window.length, Math.max(messageBytesMax, WINDOW_BYTES)));
        }
        int count = file.read(ByteBuffer.wrap(window, end, window.length - end));
        if (count > 0) {
            end += count;
        }
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
