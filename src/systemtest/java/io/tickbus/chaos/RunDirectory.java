package io.tickbus.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What a run writes; stays when something went wrong. */
public final class RunDirectory implements AutoCloseable {
    private final Path path;
    private final String contents;
    private boolean isKept = true;

    /**
     * @param contents what there is to be looked at
     */
    public RunDirectory(String contents) throws IOException {
        this.path = Files.createTempDirectory("tickbus-run");
        this.contents = contents;
    }

    public Path path() {
        return path;
    }

    /** Unless it is called, it is kept. */
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
