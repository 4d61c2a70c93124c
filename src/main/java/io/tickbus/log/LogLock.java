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
 * The exclusive right to write a log. It is a lock on the file {@code <log>.lock} in the log's directory. The log
 * itself is never locked. Readers in this process can close a channel of the log at any time. POSIX would then release
 * all locks of the process on the log. Readers never open the lock file.
 *
 * <p>The lock belongs to the name of the log. When the log is renamed, the lock covers the next log that gets this
 * name. After a crash, the lock file stays but is no longer locked. A lock deletes the lock file only if it has created
 * the lock file. Thread-safe.
 */
final class LogLock implements Closeable {
    private static final String SUFFIX = ".lock";

    /**
     * The lock files that this process has locked, by file identity. A lock file is never opened twice, because closing
     * the second channel would release the lock. The map keeps each channel open, even if no caller closes the lock.
     * Otherwise, the garbage collector could close the channel. Another file could then get the identity and would seem
     * to be locked.
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
            // The last owner of the lock may have deleted the file since it was opened. A lock on a deleted file would
            // exclude no writer.
            locked = channel.tryLock() != null && identity.equals(identity(file));
        } catch (OverlappingFileLockException ofThisProcess) {
            // This process holds the lock already.
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
                    // The file is still locked. A writer that has just opened the file detects the deletion by the
                    // file's identity.
                    Files.delete(file);
                }
            } finally {
                HELD.remove(identity); // The lock is released even if the channel fails to close.
                channel.close();
            }
        }
    }
}
