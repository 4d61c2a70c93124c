package io.tickbus.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a path leads to. Only a file can be a log: opening a fifo waits for its other end, which may never come, and neither a
 * fifo, a device nor a socket has a place to read or write at.
 */
public enum FileKind {
    FILE("a file"),
    DIRECTORY("a directory"),
    FIFO("a fifo"),
    DEVICE("a device"),
    SOCKET("a socket"),
    OTHER("something else");

    private static final int TYPE_BITS = 0xF000; // of the mode that stat(2) gives

    private final String text;

    FileKind(String text) {
        this.text = text;
    }

    /**
     * Returns the kind of what a path leads to, without opening it. Links are followed.
     *
     * @throws NoSuchFileException when nothing is there
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
     * Refuses a path that leads to anything but a file.
     *
     * @throws IOException with the reason but without the path, such as "it is a fifo, not a file"
     * @throws NoSuchFileException when nothing is there
     */
    public static void requireFile(Path path) throws IOException {
        FileKind kind = of(path);
        if (kind != FILE) {
            throw new IOException("it is " + kind + ", not a file");
        }
    }

    /** Returns the kind for a sentence: "a fifo". */
    @Override
    public String toString() {
        return text;
    }
}
