package io.tickbus.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;

/**
 * The file system that writers of logs, journals and archives use. {@link #LOCAL} is the file system of this machine.
 * Tests use other implementations, which simulate a full disk or a power failure.
 *
 * <p>A file name survives a power failure only after its directory was forced to the disk. To replace a file, a writer
 * forces the new file, renames the new file, forces the directory, and deletes the old file.
 */
@FunctionalInterface
public interface Disk {
    /** The file system of this machine. */
    Disk LOCAL = path -> {
        if (Files.exists(path)) {
            FileKind.requireFile(path);
        }
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    };

    /** Opens a file for reading and writing. Creates an empty file if the file does not exist. */
    FileChannel open(Path path) throws IOException;

    /**
     * Forces the file names in a directory to the disk. The names then survive a power failure. Does nothing on
     * Windows, because Windows cannot open a directory.
     */
    default void forceNames(Path directory) throws IOException {
        if (!isWindows()) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /**
     * Renames a file within its directory. The new name survives a power failure.
     *
     * @param to the new name; no file may have this name
     */
    default void rename(Path from, Path to) throws IOException {
        Files.move(from, to);
        forceNames(directoryOf(to));
    }

    /**
     * Replaces the contents of a file. A reader finds either the old or the new contents, never a mixture. The new
     * contents survive a power failure. Afterwards, only the owner of the file may read it.
     */
    default void replace(Path file, byte[] contents) throws IOException {
        Path directory = directoryOf(file);
        createDirectories(directory);
        Path temporary = Files.createTempFile(directory, file.getFileName() + ".", ".new"); // The file has mode 600.
        try {
            try (FileChannel channel = open(temporary)) {
                ByteBuffer bytes = ByteBuffer.wrap(contents);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceNames(directory);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Copies the first {@code bytes} bytes of a file into a new file. The new file survives a power failure. If the
     * copy fails, the new file is deleted.
     *
     * @throws java.nio.file.FileAlreadyExistsException if a file already has the new name. The existing file is
     *     unchanged.
     * @throws EOFException if the source has fewer bytes or is truncated during the copy
     */
    default void copy(Path from, long bytes, Path to) throws IOException {
        Files.createFile(to);
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target = open(to)) {
            for (long at = 0; at < bytes; ) {
                long copied = source.transferTo(at, bytes - at, target);
                if (copied == 0) {
                    throw new EOFException(from + ": ends at byte " + at + " of the " + bytes + " to copy");
                }
                at += copied;
            }
            target.force(true);
            forceNames(directoryOf(to));
        } catch (IOException | RuntimeException | Error failure) {
            Files.deleteIfExists(to);
            throw failure;
        }
    }

    /** Creates a directory and its missing parents. The new names survive a power failure. */
    default void createDirectories(Path directory) throws IOException {
        Path missing = directory.toAbsolutePath();
        Path above = missing.getParent();
        if (above != null && Files.notExists(missing)) {
            createDirectories(above);
            Files.createDirectories(missing); // This call also succeeds if another process has created the directory.
            forceNames(above);
        } else {
            Files.createDirectories(directory); // This call fails if the path is a file.
        }
    }

    /**
     * Returns the first unused name among {@code <file><suffix>}, {@code <file><suffix>.2}, {@code <file><suffix>.3}
     * and so on.
     *
     * @param namesMax the number of names to try
     * @param reason the message of the exception
     * @throws IOException if all of these names are in use
     */
    static Path unusedPath(Path file, String suffix, int namesMax, String reason) throws IOException {
        for (int i = 1; i <= namesMax; i++) {
            Path path = file.resolveSibling(file.getFileName() + suffix + (i == 1 ? "" : "." + i));
            if (Files.notExists(path)) {
                return path;
            }
        }
        throw new IOException(reason);
    }

    /** Returns the directory that contains a file. */
    static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return Objects.requireNonNull(parent, file::toString);
    }
}
