package io.tickbus.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The kind of file at a path. Only a regular file can be a log. Opening a fifo blocks until another process opens the
 * fifo. A fifo, a device or a socket has no position to read from.
 */
public enum FileKind {
    FILE("a file"),
    DIRECTORY("a directory"),
    FIFO("a fifo"),
    DEVICE("a device"),
    SOCKET("a socket"),
    OTHER("something else");

    private static final int TYPE_BITS = 0xF000; // The bits of the file type in the mode that stat(2) returns

    private final String text;

    FileKind(String text) {
        this.text = text;
    }

    /**
     * Returns the kind of file at a path. The call follows links, and does not open the file.
     *
     * @throws NoSuchFileException if the file does not exist
     */
    public static FileKind of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
            return FILE;
        }
        return attributes.isDirectory() ? DIRECTORY : ofMode(path);
    }

    private static FileKind ofMode(Path path) throws IOException {
        int mode;
        try {
            mode = (int) Files.getAttribute(path, "unix:mode");
        } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
            return OTHER;
        }
        return switch (mode & TYPE_BITS) {
            case 0x1000 -> FIFO;
            case 0x2000, 0x6000 -> DEVICE;
            case 0xC000 -> SOCKET;
            default -> OTHER;
        };
    }

    /**
     * Checks that a path leads to a regular file.
     *
     * @throws IOException if the file is of another kind. The message has no path, for example "it is a fifo, not a
     *     file".
     * @throws NoSuchFileException if the file does not exist
     */
    public static void requireFile(Path path) throws IOException {
        FileKind kind = of(path);
        if (kind != FILE) {
            throw new IOException("it is " + kind + ", not a file");
        }
    }

    /** Returns the kind in words that fit into a sentence, such as "a fifo". */
    @Override
    public String toString() {
        return text;
    }
}
