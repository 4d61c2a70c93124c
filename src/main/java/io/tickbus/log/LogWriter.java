package io.tickbus.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Adds messages to a log. What is appended reaches the operating system with {@link #flush}, or before that when the buffer is
 * full; a crash of this process loses nothing that was flushed. One thread at a time.
 */
public final class LogWriter implements Closeable {
    /** What a log begins with: a magic number, and the start of a general list whose count is never set. */
    static final byte[] HEAD = {(byte) 0xFF, 1, 0, 0, 0, 0, 0, 0};

    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private LogWriter(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens a log to go on at its end, or begins one. Whether what is there ends with a whole message is for
     * {@link LogReader#scan} to say beforehand.
     */
    public static LogWriter open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            file.position(file.size());
            LogWriter writer = new LogWriter(file);
            if (file.position() == 0) {
                writer.append(HEAD);
                writer.flush();
            }
            return writer;
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /** Adds a message, given as {@link io.tickbus.q.Encoder#body} makes it. */
    public void append(byte[] body) throws IOException {
        if (body.length > buffer.remaining()) {
            flush();
        }
        if (body.length > buffer.capacity()) {
            writeAll(ByteBuffer.wrap(body));
        } else {
            buffer.put(body);
        }
    }

    /** Hands everything to the operating system, so that other processes can read it. */
    public void flush() throws IOException {
        buffer.flip();
        try {
            writeAll(buffer);
        } finally {
            buffer.clear();
        }
    }

    /** All or nothing: a message cut short in the middle of a log would make the rest unreadable. */
    private void writeAll(ByteBuffer bytes) throws IOException {
        long start = file.position();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException failure) {
            file.truncate(start);
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            file.close();
        }
    }
}
