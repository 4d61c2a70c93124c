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
 * File system of logs, journals and archives, as their writers use it. {@link #LOCAL} is the file system of the
 * machine; tests simulate a full disk or a power failure.
 *
 * <p>A file name survives a power failure only if its directory was forced. So writers keep this order: force the file,
 * rename it, force the directory, and only then delete the file that it replaces.
 */
@FunctionalInterface
public interface Disk {
    /** File system of the machine. */
    Disk LOCAL = path -> {
        if (Files.exists(path)) {
            FileKind.requireFile(path);
        }
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    };

    /** Opens a file to read and to write it, or creates an empty file. */
    FileChannel open(Path path) throws IOException;

    /**
     * Makes the file names in a directory survive a power failure. Does nothing on Windows, which cannot open a
     * directory.
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
     * Replaces the contents of a file in one step: a reader finds the old contents or the new ones. The new contents
     * survive a power failure. Only the owner of a new file may read it.
     */
    default void replace(Path file, byte[] contents) throws IOException {
        Path directory = directoryOf(file);
        createDirectories(directory);
        Path temporary = Files.createTempFile(directory, file.getFileName() + ".", ".new"); // mode 600
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
     * Copies the first bytes of a file into a new file, which survives a power failure. If this fails, the new file is
     * deleted.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the new name is taken; that file stays unchanged
     * @throws EOFException if the source has fewer bytes, or loses some meanwhile
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

    /** Creates a directory and its missing parents. The directories survive a power failure. */
    default void createDirectories(Path directory) throws IOException {
        Path missing = directory.toAbsolutePath();
        Path above = missing.getParent();
        if (above != null && Files.notExists(missing)) {
            createDirectories(above);
            Files.createDirectories(missing); // another process may have created it meanwhile
            forceNames(above);
        } else {
            Files.createDirectories(directory); // fails if a file has this name
        }
    }

    /**
     * Returns the first unused name of {@code <file><suffix>}, {@code <file><suffix>.2}, {@code <file><suffix>.3} and
     * so on.
     *
     * @param namesMax the number of names to try
     * @throws IOException with the given reason, if all of these names are taken
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

    /** Returns the directory of a file. */
    static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return Objects.requireNonNull(parent, file::toString);
    }
}
