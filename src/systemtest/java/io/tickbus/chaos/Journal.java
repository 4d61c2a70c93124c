package io.tickbus.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file with the events of a run and their times. */
final class Journal implements AutoCloseable {
    private final long startNanos = System.nanoTime();
    private final PrintWriter out;
    private final boolean isShown;

    /** @param isShown true if the events are also printed on standard error */
    Journal(Path file, boolean isShown) throws IOException {
        this.out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8);
        this.isShown = isShown;
    }

    synchronized void say(String what) {
        String line = "%8.3f %s".formatted((System.nanoTime() - startNanos) / 1e9, what);
        out.println(line);
        out.flush();
        if (isShown) {
            System.err.println(line);
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
