package io.tickbus.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Appends messages to a log. Appended messages reach the operating system with {@link #flush}, or earlier if the buffer
 * is full. A crash of this process loses no flushed message. Each writer holds the {@link LogLock} of its log's name.
 * One thread at a time.
 */
public final class LogWriter implements Closeable {
    /** The first bytes of each log: a magic number, and the start of a general list whose count is never set. */
    static final byte[] HEAD = {(byte) 0xFF, 1, 0, 0, 0, 0, 0, 0};

    /** Size of a log without messages, in bytes. */
    public static final int HEAD_BYTES = HEAD.length;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TAILS_MAX = 1000; // bad tails beside one log

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
     * Opens a log, to append at its end, or creates it. The log may end with an incomplete message, which
     * {@link LogReader#scan} finds and {@link #truncate} removes.
     *
     * @throws IOException also if another writer holds the {@link LogLock}, in this process or in another one; q takes
     *     no lock
     */
    public static LogWriter open(Path path) throws IOException {
        return open(path, Disk.LOCAL);
    }

    /** Opens a log like {@link #open(Path)}, on the given disk. */
    public static LogWriter open(Path path, Disk disk) throws IOException {
        LogLock lock = LogLock.acquire(path); // first: from now on no writer renames the log
        LogWriter writer = null;
        try {
            writer = new LogWriter(path, disk, lock);
            writer.truncate(writer.file.size());
            return writer;
        } catch (IOException | RuntimeException | Error failure) {
            try (lock) { // released even if the channel fails to close
                if (writer != null) {
                    writer.file.close();
                }
            }
            throw failure;
        }
    }

    /**
     * Moves the bytes after the last whole message into a new file beside the log, and truncates the log. The new file
     * survives a power failure before the log is truncated.
     *
     * @param goodBytes where the last whole message ends, in bytes from the start of the log
     * @param damage what is wrong there; null if nothing is, or if the log just ends
     * @param suffix of the new file: {@code <log><suffix>}, {@code <log><suffix>.2} if that name is taken, and so on
     * @return the new file; null if no bytes follow the last whole message
     * @throws IOException also if the log is damaged from its first byte on; the log is then unchanged
     */
    public @Nullable Path moveBadTail(long goodBytes, @Nullable String damage, String suffix) throws IOException {
        if (damage != null && goodBytes == 0) {
            throw new IOException(damage);
        }
        if (size() <= goodBytes) {
            return null;
        }
        Path tail = Disk.unusedPath(path, suffix, TAILS_MAX, "there are " + TAILS_MAX + " bad tails of it already");
        moveTail(goodBytes, tail);
        return tail;
    }

    private void moveTail(long offset, Path target) throws IOException {
        try (FileChannel copy = disk.open(target)) {
            long at = offset;
            while (at < file.size()) {
                at += file.transferTo(at, file.size() - at, copy);
            }
            copy.force(true);
            disk.forceNames(Disk.directoryOf(target));
        } catch (IOException failure) {
            Files.deleteIfExists(target); // otherwise each attempt would leave another incomplete copy
            throw failure;
        }
        truncate(offset);
    }

    /** Makes the appended messages survive a crash of the machine as well. */
    public void force() throws IOException {
        flush();
        file.force(true);
    }

    /** Returns the size of the log in bytes, including bytes that are not flushed yet. */
    public long size() throws IOException {
        return file.position() + buffer.position();
    }

    /**
     * Renames the log, and starts a new log under its old name. The lock stays with the name, so that no other writer
     * can interfere. The names and the new log survive a power failure; the old log survives up to the last
     * {@link #force}. If this fails, the log and its name are unchanged.
     *
     * @param kept the new name of the old log; no file may have this name
     * @param first the messages that the new log starts with
     */
    public void restart(Path kept, byte[]... first) throws IOException {
        flush();
        Files.move(path, kept);
        FileChannel old = file;
        try {
            file = disk.open(path);
            truncate(0);
            for (byte[] message : first) {
                append(message);
            }
            force();
            disk.forceNames(Disk.directoryOf(path));
        } catch (IOException | RuntimeException | Error failure) {
            FileChannel restarted = file;
            file = old;
            buffer.clear();
            try {
                if (restarted != old) {
                    restarted.close();
                }
            } catch (IOException again) {
                failure.addSuppressed(again); // the old log gets its name back in any case
            }
            Files.move(kept, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            throw failure;
        }
        old.close();
    }

    /**
     * Truncates the log to a number of bytes, and discards bytes that are not flushed. Appending continues there. With
     * 0, an empty log with a head is started.
     */
    public void truncate(long offset) throws IOException {
        buffer.clear();
        file.truncate(offset);
        file.position(offset);
        if (offset == 0) {
            append(HEAD);
            flush();
        }
    }

    /**
     * Appends a message.
     *
     * @param body the message as {@link io.tickbus.q.wire.Encoder#body} encodes it
     */
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
     * Passes all appended bytes to the operating system, so that other processes can read them. If this fails, the
     * bytes that are not in the file yet are discarded. An earlier flush may have written the first of these messages;
     * the caller truncates the log to remove them.
     */
    public void flush() throws IOException {
        buffer.flip();
        try {
            writeAll(buffer);
        } finally {
            buffer.clear();
        }
    }

    /** Writes all bytes or none: an incomplete message in the middle of a log would make the rest unreadable. */
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
