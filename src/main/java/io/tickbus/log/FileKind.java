package io.tickbus.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Kind of file that a path leads to. Only a regular file can be a log. Opening a fifo blocks until its other end is
 * opened, and neither a fifo, a device nor a socket has positions to read or write at.
 */
public enum FileKind {
    FILE("a file"),
    DIRECTORY("a directory"),
    FIFO("a fifo"),
    DEVICE("a device"),
    SOCKET("a socket"),
    OTHER("something else");

    private static final int TYPE_BITS = 0xF000; // file type bits of stat(2)'s mode

    private final String text;

    FileKind(String text) {
        this.text = text;
    }

    /**
     * Returns the kind of file that a path leads to. Follows links, and does not open the file.
     *
     * @throws NoSuchFileException if no file exists there
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
     * @throws IOException if it does not; the message has the reason but not the path, such as "it is a fifo, not a
     *     file"
     * @throws NoSuchFileException if no file exists there
     */
    public static void requireFile(Path path) throws IOException {
        FileKind kind = of(path);
        if (kind != FILE) {
            throw new IOException("it is " + kind + ", not a file");
        }
    }

    /** Returns the kind as words of a sentence, such as "a fifo". */
    @Override
    public String toString() {
        return text;
    }
}
