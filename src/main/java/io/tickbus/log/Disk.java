package io.tickbus.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Returns the directory of a file. */
    static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return Objects.requireNonNull(parent, file::toString);
    }
}
