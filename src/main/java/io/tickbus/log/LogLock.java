package io.tickbus.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a log: a lock on the file {@code <log>.lock} beside it. The log itself is never locked, because POSIX
 * releases all locks that a process has on a file as soon as the process closes any of its channels on that file, and readers
 * open and close logs at any time. No reader opens the lock file.
 *
 * <p>The lock belongs to the name: when the log is renamed, the lock file stays and covers the next log of that name. A lock
 * file that a crash has left is no obstacle, and stays: only the lock that made the file deletes it. Any thread.
 */
final class LogLock implements Closeable {
    private static final String SUFFIX = ".lock";

    /**
     * The lock files that this process holds, each by its identity. None is opened a second time, because closing the second channel
     * would release the lock. The channel of a writer that was never closed stays open here: if it were collected, another file could
     * get the same identity, and would seem to be held.
     */
    private static final Map<Object, FileChannel> HELD = new HashMap<>();

    private final Path file;
    private final Object identity;
    private final boolean created;
    private final FileChannel channel;

    private LogLock(Path file, Object identity, boolean created, FileChannel channel) {
        this.file = file;
        this.identity = identity;
        this.created = created;
        this.channel = channel;
    }

    /**
     * Locks a log, which need not exist.
     *
     * @throws IOException when another writer holds the lock, or the lock file cannot be made; the message names that file
     */
    static LogLock acquire(Path log) throws IOException {
        Path file = beside(log);
        synchronized (HELD) {
            boolean created = create(file);
            Object identity = identity(file);
            if (identity == null || HELD.containsKey(identity)) {
                throw held(file);
            }
            FileChannel channel = lock(file, identity);
            HELD.put(identity, channel);
            return new LogLock(file, identity, created, channel);
        }
    }

    /** Two names of one log that are links to it have one lock. */
    private static Path beside(Path log) throws IOException {
        Path real = Files.isSymbolicLink(log) ? log.toRealPath() : log;
        return real.resolveSibling(real.getFileName() + SUFFIX);
    }

    private static boolean create(Path file) throws IOException {
        try {
            Files.createFile(file);
            return true;
        } catch (FileAlreadyExistsException another) {
            return false;
        } catch (AccessDeniedException denied) {
            throw new IOException("no permission to make " + file, denied);
        }
    }

    private static @Nullable Object identity(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file.toRealPath() : key;
        } catch (NoSuchFileException deleted) {
            return null;
        }
    }

    private static FileChannel lock(Path file, Object identity) throws IOException {
        FileChannel channel = open(file);
        boolean locked = false;
        try {
            // A lock on a file that its last owner has deleted meanwhile would exclude no writer.
            locked = channel.tryLock() != null && identity.equals(identity(file));
        } catch (OverlappingFileLockException ofThisProcess) {
            // not locked
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw held(file);
        }
        return channel;
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException deleted) {
            throw held(file);
        } catch (AccessDeniedException denied) {
            throw new IOException("no permission to write " + file, denied);
        }
    }

    private static IOException held(Path file) {
        return new IOException("another writer has it, which holds " + file);
    }

    /** Releases the lock, and deletes the lock file if this lock has made it. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (HELD.get(identity) != channel) {
                return; // closed before
            }
            try {
                if (created && Objects.equals(identity, identity(file))) {
                    Files.delete(file); // while it is locked: a writer that has opened it meanwhile looks again
                }
            } finally {
                HELD.remove(identity); // whether or not the channel can be closed
                channel.close();
            }
        }
    }
}
