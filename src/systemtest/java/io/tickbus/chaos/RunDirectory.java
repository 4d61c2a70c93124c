package io.tickbus.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The directory of a run. It is deleted at the end unless something went wrong. */
public final class RunDirectory implements AutoCloseable {
    private final Path path;
    private final String contents;
    private boolean isKept = true;

    /** @param contents the names of the files that explain a failure */
    public RunDirectory(String contents) throws IOException {
        this.path = Files.createTempDirectory("tickbus-run");
        this.contents = contents;
    }

    public Path path() {
        return path;
    }

    /** Sets whether the directory is kept. Without a call it is kept. */
    public void keep(boolean kept) {
        isKept = kept;
    }

    @Override
    public void close() throws IOException {
        if (isKept) {
            System.err.println("kept: " + path + " (" + contents + ")");
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
