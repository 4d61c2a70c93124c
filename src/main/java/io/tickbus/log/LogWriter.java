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
 * Appends messages to a log. Appended messages go to the operating system when the buffer is full and at each
 * {@link #flush}. A crash of this process loses no flushed message. Each writer holds the {@link LogLock} of the log's
 * name. One thread at a time may use an instance.
 */
public final class LogWriter implements Closeable {
    /** The first bytes of each log. They are a magic number and the start of a general list whose count stays 0. */
    static final byte[] HEAD = {(byte) 0xFF, 1, 0, 0, 0, 0, 0, 0};

    /** The size of a log without messages, in bytes. */
    public static final int HEAD_BYTES = HEAD.length;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TAILS_MAX = 1000; // The largest number of files that moveBadTail creates for one log

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
     * Opens or creates a log, to append at its end. The log may end with an incomplete message. {@link LogReader#scan}
     * finds an incomplete message, and {@link #truncate} removes it.
     *
     * @throws IOException if the log cannot be opened, or any writer already holds the {@link LogLock}. q itself
     *     ignores this lock.
     */
    public static LogWriter open(Path path) throws IOException {
        return open(path, Disk.LOCAL);
    }

    /** Opens a log on the given disk, like {@link #open(Path)}. */
    public static LogWriter open(Path path, Disk disk) throws IOException {
        LogLock lock = LogLock.acquire(path); // The lock comes first, because another owner may rename the log.
        LogWriter writer = null;
        try {
            writer = new LogWriter(path, disk, lock);
            writer.truncate(writer.file.size());
            return writer;
        } catch (IOException | RuntimeException | Error failure) {
            try (lock) { // The lock is released even if the channel fails to close.
                if (writer != null) {
                    writer.file.close();
                }
            }
            throw failure;
        }
    }

    /**
     * Moves the bytes after the last whole message into a new file in the same directory, and truncates the log. The
     * new file is forced to the disk before the log is truncated.
     *
     * @param goodBytes where the last whole message ends, in bytes from the start of the log
     * @param damage the error after the last whole message; null if the log only ends inside a message
     * @param suffix the text that is added to the log's name for the new file. If a file has this name, a number is
     *     added too.
     * @return the new file; null if no bytes follow the last whole message
     * @throws IOException if a disk operation fails, or if the log is damaged from its first byte. In the second case,
     *     the log is unchanged.
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
            Files.deleteIfExists(target); // Without this deletion, each attempt would leave another incomplete copy.
            throw failure;
        }
        truncate(offset);
    }

    /** Forces the appended messages to the disk. The messages then survive a crash of the machine. */
    public void force() throws IOException {
        flush();
        file.force(true);
    }

    /** Returns the size of the log in bytes. Appended bytes that are not flushed yet are included. */
    public long size() throws IOException {
        return file.position() + buffer.position();
    }

    /**
     * Renames the log, and starts a new log under the old name. The lock stays with the old name, so no other writer
     * can create a log under the old name. The names and the new log survive a power failure. The old log survives a
     * power failure up to the last {@link #force}. If the call fails, the log and its name are unchanged.
     *
     * @param kept the new name of the old log; no file may have this name
     * @param first the first messages of the new log
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
                failure.addSuppressed(again); // The old log must get its name back even if this step fails.
            }
            Files.move(kept, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            throw failure;
        }
        old.close();
    }

    /**
     * Truncates the log to a number of bytes, and discards bytes that are not flushed. The next message is appended at
     * the new end. If the number is 0, the log is emptied and gets a new head.
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
     * Passes all appended bytes to the operating system. Other processes can then read them. If the call fails, all
     * bytes in the buffer are discarded. Earlier messages may already be in the file. {@link #truncate} removes them.
     */
    public void flush() throws IOException {
        buffer.flip();
        try {
            writeAll(buffer);
        } finally {
            buffer.clear();
        }
    }

    /** Writes all bytes or none. An incomplete message in the middle of a log would make the rest unreadable. */
    private void writeAll(ByteBuffer bytes) throws IOException {
        long start = file.position();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException
                | RuntimeException
                | Error failure) { // The JDK throws an Error if it has no memory for its copy of the bytes.
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
