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
 * The disk that logs, journals and archives are on, as their writers use it. {@link #LOCAL} is the file system; tests fill the
 * disk, or cut its power.
 *
 * <p>A name survives a power failure only when its directory was forced. So the order is: force the file, name it, force the
 * directory, and only then delete what the file replaces.
 */
@FunctionalInterface
public interface Disk {
    /** The file system. */
    Disk LOCAL = path -> {
        if (Files.exists(path)) {
            FileKind.requireFile(path);
        }
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    };

    /** Opens a file to read it and to write it, or begins an empty one. */
    FileChannel open(Path path) throws IOException;

    /** Makes the names in a directory survive a power failure. Does nothing on Windows, which cannot open a directory. */
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

    /** Gives a file another name in its directory, which no file has, for good. */
    default void rename(Path from, Path to) throws IOException {
        Files.move(from, to);
        forceNames(directoryOf(to));
    }

    /**
     * Gives a file new contents in one step, for good: a reader finds the old ones or the new ones. Only the owner may read a file
     * that is new.
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
     * Copies the first bytes of a file into a new one, for good. When this fails, there is no new file.
     *
     * @throws java.nio.file.FileAlreadyExistsException when a file has the name already; it stays as it is
     * @throws EOFException when the file has fewer bytes, or loses some meanwhile
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

    /** Makes a directory, and those above it that are missing, for good. */
    default void createDirectories(Path directory) throws IOException {
        Path missing = directory.toAbsolutePath();
        Path above = missing.getParent();
        if (above != null && Files.notExists(missing)) {
            createDirectories(above);
            Files.createDirectories(missing); // another process may have made it meanwhile
            forceNames(above);
        } else {
            Files.createDirectories(directory); // which fails where a file has its name
        }
    }

    /**
     * Returns the first unused name of {@code <file><suffix>}, {@code <file><suffix>.2}, {@code <file><suffix>.3} and so on.
     *
     * @param namesMax the number of names to try
     * @throws IOException with the given reason when a file exists under each of the names
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
