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
 * The exclusive right to write a log. The lock is a file lock on {@code <log>.lock}, a file in the log's directory. The
 * log itself is never locked, because readers in this process open and close the log. When a process closes a file,
 * POSIX releases all locks of the process on the file. Readers never open the lock file.
 *
 * <p>The lock belongs to the log's name. If the log is renamed, the lock covers the next log that gets the old name.
 * After a crash, the lock file remains, but it is no longer locked. {@link #close} deletes the lock file only if
 * {@link #acquire} has created the lock file. Thread-safe.
 */
final class LogLock implements Closeable {
    private static final String SUFFIX = ".lock";

    /**
     * The open channels of all lock files that this process has locked, by file identity. A lock file is never opened
     * twice, because closing the second channel would release the lock. The garbage collector closes an unreachable
     * channel. The map therefore also keeps the channel of a lock that is never closed.
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
     * Locks a log. The log need not exist.
     *
     * @throws IOException if another writer holds the lock, or the lock file cannot be created. The message names the
     *     lock file.
     */
    static LogLock acquire(Path log) throws IOException {
        Path file = beside(log);
        synchronized (HELD) {
            boolean created = create(file);
            Object identity = identity(file);
            if (identity == null || HELD.containsKey(identity)) {
                throw lockedByAnother(file);
            }
            FileChannel channel = lock(file, identity);
            HELD.put(identity, channel);
            return new LogLock(file, identity, created, channel);
        }
    }

    /** Returns the lock file of a log. A symbolic link is resolved first, so all names of a log share one lock. */
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
            // The previous owner of the lock may have deleted the file after this thread opened the file. A lock on a
            // deleted file excludes no other writer.
            locked = channel.tryLock() != null && identity.equals(identity(file));
        } catch (OverlappingFileLockException ofThisProcess) {
            // This process already holds the lock, so locked stays false.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw lockedByAnother(file);
        }
        return channel;
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException deleted) {
            throw lockedByAnother(file);
        } catch (AccessDeniedException denied) {
            throw new IOException("no permission to write " + file, denied);
        }
    }

    private static IOException lockedByAnother(Path file) {
        return new IOException("another writer has it, which holds " + file);
    }

    /** Releases the lock. Deletes the lock file if this lock has created it. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (HELD.get(identity) != channel) {
                return; // The lock is already released.
            }
            try {
                if (created && Objects.equals(identity, identity(file))) {
                    // The file is deleted while it is still locked. A writer that has already opened the file then sees
                    // another file identity and fails.
                    Files.delete(file);
                }
            } finally {
                HELD.remove(identity); // The entry is removed even if the channel fails to close.
                channel.close();
            }
        }
    }
}
