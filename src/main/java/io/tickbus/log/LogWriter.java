package io.tickbus.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Adds messages to a log. What is appended reaches the operating system with {@link #flush}, or before that when the buffer is
 * full; a crash of this process loses nothing that was flushed. Each writer holds the {@link LogLock} of its log's name. One
 * thread at a time.
 */
public final class LogWriter implements Closeable {
    /** What a log begins with: a magic number, and the start of a general list whose count is never set. */
    static final byte[] HEAD = {(byte) 0xFF, 1, 0, 0, 0, 0, 0, 0};

    /** The bytes of a log without a message. */
    public static final int HEAD_BYTES = HEAD.length;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final Disk disk;
    private final LogLock lock;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private FileChannel file;

    private LogWriter(Path path, Disk disk, LogLock lock) throws IOException {
        this.path = path;
        this.disk = disk;
        this.lock = lock;
        this.file = disk.open(path);
    }

    /**
     * Opens a log to go on at its end, or begins it. It may end with a part of a message, which {@link LogReader#scan} finds and
     * {@link #cutTo} drops.
     *
     * @throws IOException also when another writer has the log, in this process or another one that takes the lock of
     *     {@link LogLock}; q takes none
     */
    public static LogWriter open(Path path) throws IOException {
        return open(path, Disk.LOCAL);
    }

    /** Opens a log like {@link #open(Path)}, on a disk of the caller's. */
    public static LogWriter open(Path path, Disk disk) throws IOException {
        LogLock lock = LogLock.acquire(path); // first: the file that has this name cannot be renamed from then on
        LogWriter writer = null;
        try {
            writer = new LogWriter(path, disk, lock);
            writer.cutTo(writer.file.size());
            return writer;
        } catch (IOException | RuntimeException | Error failure) {
            try (lock) { // whatever fails
                if (writer != null) {
                    writer.file.close();
                }
            }
            throw failure;
        }
    }

    /** Moves what is behind a place into another, new file. The copy survives a power failure before the log is cut. */
    public void moveTail(long offset, Path target) throws IOException {
        try (FileChannel copy = disk.open(target)) {
            long at = offset;
            while (at < file.size()) {
                at += file.transferTo(at, file.size() - at, copy);
            }
            copy.force(true);
            disk.forceNames(Disk.directoryOf(target));
        } catch (IOException failure) {
            Files.deleteIfExists(target); // a part of it, which would be one more at each attempt
            throw failure;
        }
        cutTo(offset);
    }

    /** Makes what was appended survive a crash of the machine, too. */
    public void force() throws IOException {
        flush();
        file.force(true);
    }

    /** Returns the bytes of the log, with the bytes that are still to be flushed. */
    public long size() throws IOException {
        return file.position() + buffer.position();
    }

    /**
     * Renames the log, and begins a new one under its name. The lock stays with the name, so that no other writer comes between.
     * The names and the new log survive a power failure, and so does the old log as far as {@link #force} was called. When this
     * fails, all is as it was before.
     *
     * @param kept the new name of the log so far, which no file has
     * @param first the messages that the new log begins with
     */
    public void restart(Path kept, byte[]... first) throws IOException {
        flush();
        Files.move(path, kept);
        FileChannel old = file;
        try {
            file = disk.open(path);
            cutTo(0);
            for (byte[] message : first) {
                append(message);
            }
            force();
            disk.forceNames(Disk.directoryOf(path));
        } catch (IOException | RuntimeException | Error failure) {
            FileChannel begun = file;
            file = old;
            buffer.clear();
            try {
                if (begun != old) {
                    begun.close();
                }
            } catch (IOException again) {
                failure.addSuppressed(again); // and the old log has its name again all the same
            }
            Files.move(kept, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            throw failure;
        }
        old.close();
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

    /** Adds a message, given as {@link io.tickbus.q.wire.Encoder#body} makes it. */
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

    /**
     * Hands everything to the operating system, so that other processes can read it. When it fails, what was not in the file is
     * dropped; the caller cuts off what an earlier flush of the same messages has written.
     */
    public void flush() throws IOException {
        buffer.flip();
        try {
            writeAll(buffer);
        } finally {
            buffer.clear();
        }
    }

    /** Writes all or nothing: a message cut short in the middle of a log would make the rest unreadable. */
    private void writeAll(ByteBuffer bytes) throws IOException {
        long start = file.position();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException
                | RuntimeException
                | Error failure) { // an Error: no memory for the copy that the JDK writes
            try {
                file.truncate(start);
            } catch (IOException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = file;
        try (lock;
                open) {
            flush();
        }
    }
}
