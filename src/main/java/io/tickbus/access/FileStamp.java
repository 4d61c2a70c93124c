package io.tickbus.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of a file. Two different stamps of one path show that the file has changed between them.
 *
 * @param modified the time of the last change
 * @param bytes the size
 * @param key the file's identity in its file system, or null if it has none
 */
public record FileStamp(
        FileTime modified, long bytes, @Nullable Object key) {
    /** Returns the stamp of a file, or null if the file does not exist. Blocks the calling thread. */
    public static @Nullable FileStamp of(Path path) {
        try {
            var file = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileStamp(file.lastModifiedTime(), file.size(), file.fileKey());
        } catch (IOException gone) {
            return null;
        }
    }
}
