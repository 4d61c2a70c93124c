package io.tickbus.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Adds messages to a log. What is appended reaches the operating system with {@link #flush}, or before that when the buffer is
 * full; a crash of this process loses nothing that was flushed. One thread at a time.
 */
public final class LogWriter implements Closeable {
    /** What a log begins with: a magic number, and the start of a general list whose count is never set. */
    static final byte[] HEAD = {(byte) 0xFF, 1, 0, 0, 0, 0, 0, 0};

    /** The bytes of a log without a message. */
    public static final int HEAD_BYTES = HEAD.length;

    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private LogWriter(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens a log to go on at its end, or begins one. What is there may end with a part of a message: see {@link #scan} and
     * {@link #cutTo}.
     *
     * @throws IOException also when somebody else has the log open, as far as the system can tell
     */
    public static LogWriter open(Path path) throws IOException {
        return of(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** The same for a log that somebody else has opened, to read and to write; from then on it is this one's to close. */
    public static LogWriter of(FileChannel file) throws IOException {
        try {
            if (!isLocked(file)) {
                throw new IOException("somebody else is writing to it");
            }
            LogWriter writer = new LogWriter(file);
            writer.cutTo(file.size());
            return writer;
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException ownedByThisProcess) {
            return false;
        }
    }

    /** Tells what the log holds; nothing may have been appended yet. */
    public LogSummary scan(int messageBytesMax) throws IOException {
        long position = file.position();
        file.position(0); // through this channel: closing another one on the file would give up the lock
        LogSummary summary = LogReader.scan(file, messageBytesMax);
        file.position(position);
        return summary;
    }

    /** Copies what is behind a place into another, new file. */
    public void copyFrom(long offset, Path target) throws IOException {
        try (FileChannel copy = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = offset;
            while (at < file.size()) {
                at += file.transferTo(at, file.size() - at, copy);
            }
        }
    }

    /** Has what was appended survive a crash of the machine, too. */
    public void force() throws IOException {
        flush();
        file.force(true);
    }

    /** The bytes of the log, without what is still to be flushed. */
    public long size() throws IOException {
        return file.position();
    }

    /**
     * The first bytes of the log, to be read by anybody while it is written. Closing it does nothing: to close another channel
     * on the file would give up the lock.
     */
    public ReadableByteChannel contents(long bytes) {
        return new LogContents(file, bytes);
    }

    /** Drops what is behind a place, and what is not flushed, and goes on there; begins the log anew where nothing is left. */
    public void cutTo(long offset) throws IOException {
        buffer.clear();
        file.truncate(offset);
        file.position(offset);
        if (offset == 0) {
            append(HEAD);
            flush();
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
